import { Alert, Button, Center, Code, List, Skeleton, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, isSignedOut, type Problem, problemSentence } from '../api/api.ts';
import { useFormats } from '../values/format.ts';
import { Page, useWindowTitle } from './page.tsx';
import { SignedOut } from './signed-out.tsx';

/** Why something did not work, in the words of the API, with what to do about it. */
export function ProblemAlert({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) {
  const { t } = useTranslation('frame');
  if (isSignedOut(problem)) return <SignedOut isBeside={retry === undefined} />;
  const title = problem.title || t('states.failed');
  return (
    <Alert color="red" title={title} role="alert" variant="light">
      <Stack gap="xs" align="flex-start">
        <ProblemDetail problem={problem} />
        {problem.remedy === '' ? null : (
          <Text size="sm">
            <strong>{t('states.remedy')}:</strong> {problem.remedy}
          </Text>
        )}
        {problem.requestId === null ? null : (
          <Code fz="xs">
            {problem.code} · {t('states.request', { id: problem.requestId })}
          </Code>
        )}
        {retry === undefined ? null : (
          <Button variant="default" size="xs" onClick={retry}>
            {t('states.retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** The sentence about this very case; in other languages than English at least the field and its value, where there is no sentence. */
function ProblemDetail({ problem }: { readonly problem: Problem }) {
  const { t, i18n } = useTranslation('frame');
  const { code, detail, told, field, value } = problem;
  if (code === 'offline') return <Text size="sm">{t('states.offline')}</Text>;
  if (code === 'silent') return <Text size="sm">{t('states.silent')}</Text>;
  if (code === 'defect') return <Text size="sm">{t('states.defect')}</Text>;
  const text = i18n.language === 'en' ? detail : told;
  if (text !== '') return <Text size="sm">{text}</Text>;
  return field === null || value === '' ? null : <Code className="anywhere">{`${field}: ${value}`}</Code>;
}

/** Something is on its way; its shape keeps the page from jumping. */
export function Waiting({ rows = 5 }: { readonly rows?: number }) {
  const { t } = useTranslation('frame');
  return (
    <Stack gap="sm" aria-busy="true" role="status" aria-label={t('states.loading')}>
      {Array.from({ length: rows }, (_, row) => row).map((row) => (
        <Skeleton key={row} height={row === 0 ? 28 : 18} width={row === 0 ? '40%' : '100%'} radius="sm" />
      ))}
    </Stack>
  );
}

/** What comes, in its own shape with made-up figures: nothing below it moves when it is there. Nobody reads it or comes to it by keyboard. */
function Outline({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation('frame');
  return (
    <div aria-busy="true" role="status" aria-label={t('states.loading')}>
      <Skeleton>
        <div aria-hidden inert>
          {children}
        </div>
      </Skeleton>
    </div>
  );
}

/** Nothing is there: why, and what one could do. */
export function Empty({ title, children }: { readonly title?: string; readonly children?: ReactNode }) {
  const { t } = useTranslation('frame');
  return (
    <Center className="empty">
      <Stack gap="xs" align="center" maw="46ch">
        <Text fw={600}>{title ?? t('states.empty')}</Text>
        {children === undefined ? null : (
          <Text component="div" c="dimmed" ta="center" size="sm">
            {children}
          </Text>
        )}
      </Stack>
    </Center>
  );
}

/** A whole page that is not for whoever is signed in. */
export function Forbidden({ why }: { readonly why: string }) {
  const { t } = useTranslation('frame');
  useWindowTitle(t('states.forbidden'));
  return (
    <Stack gap="sm" className="page" role="alert">
      <Title order={1}>{t('states.forbidden')}</Title>
      <Text maw="60ch">{why}</Text>
      <Button component="a" href="/app/" variant="default" w="fit-content">
        {t('states.home')}
      </Button>
    </Stack>
  );
}

export interface LoadedProps<T> {
  readonly query: UseQueryResult<T, ApiProblem>;
  readonly isEmpty?: (found: T) => boolean;
  readonly empty?: ReactNode;
  readonly rows?: number;
  /** What it looks like at the least, where something stands below it: shown as a shadow until it is there. */
  readonly shape?: T;
  readonly children: (found: T) => ReactNode;
}

/** Asked again, and no answer came: by a failure, or because there is no connection. Who is signed out is told so elsewhere. */
function isOutOfDate({ isRefetchError, error, fetchStatus }: LoadedProps<unknown>['query']): boolean {
  return fetchStatus === 'paused' || (isRefetchError && !(error instanceof ApiProblem && isSignedOut(error.problem)));
}

/** Figures of before look like those of now: it is said that they are not. */
function OutOfDate({ query }: { readonly query: LoadedProps<unknown>['query'] }) {
  const { t } = useTranslation('frame');
  const formats = useFormats();
  const { error, dataUpdatedAt, fetchStatus } = query;
  const problem = error instanceof ApiProblem && fetchStatus !== 'paused' ? error.problem : null;
  const when = formats.instant(new Date(dataUpdatedAt).toISOString());
  return (
    <Alert color="yellow" title={t('states.outOfDate', { when })} role="alert" variant="light" mb="md">
      <Stack gap="xs" align="flex-start">
        {problem === null ? <Text size="sm">{t('states.offline')}</Text> : <ProblemDetail problem={problem} />}
        <Button variant="default" size="xs" onClick={() => void query.refetch()}>
          {t('states.retry')}
        </Button>
      </Stack>
    </Alert>
  );
}

/** What a question to the API brought: waiting, failed or forbidden, empty, there; and whether it is of before. */
export function Loaded<T>({ query, isEmpty, empty, rows, shape, children }: LoadedProps<T>) {
  if (query.data !== undefined) {
    const content = isEmpty?.(query.data) === true ? wrapped(empty) : children(query.data);
    return (
      <div aria-busy={query.fetchStatus === 'fetching'}>
        {isOutOfDate(query) ? <OutOfDate query={query} /> : null}
        {content}
      </div>
    );
  }
  if (query.error instanceof ApiProblem) {
    return <ProblemAlert problem={query.error.problem} retry={() => query.refetch()} />;
  }
  if (shape !== undefined) return <Outline>{children(shape)}</Outline>;
  return <Waiting {...(rows === undefined ? {} : { rows })} />;
}

/** A whole screen about one thing, which brings its own title; until it is there, and where it is not, `title` names the screen. */
export function LoadedPage<T>({
  title,
  query,
  children,
}: Pick<LoadedProps<T>, 'query' | 'children'> & { readonly title: string }) {
  const loaded = <Loaded query={query}>{children}</Loaded>;
  return query.data === undefined ? <Page title={title}>{loaded}</Page> : loaded;
}

function wrapped(empty: ReactNode): ReactNode {
  return typeof empty === 'string' || empty === undefined ? <Empty>{empty}</Empty> : empty;
}

/** All that is wrong with a form, above its button, for those who do not see the fields. */
export function FormProblem({
  problem,
  fields,
}: {
  readonly problem: Problem | null;
  readonly fields: readonly string[];
}) {
  const { t, i18n } = useTranslation('frame');
  if (problem === null) return null;
  if (problem.field === null || !fields.includes(problem.field)) return <ProblemAlert problem={problem} />;
  return (
    <Alert color="red" variant="light" role="alert" title={t('form.problems')}>
      <List size="sm">
        <List.Item>
          {problemSentence(problem, i18n.language)}{' '}
          {i18n.language === 'en' && !('expected' in problem.extra) ? problem.remedy : ''}
        </List.Item>
      </List>
    </Alert>
  );
}
