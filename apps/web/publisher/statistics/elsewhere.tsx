import { Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../../contract/wire/comparison.ts';
import type { ReportAnswer, ReportRow } from '../../../../contract/wire/reports.ts';
import { type ApiProblem, apiGetWatched, type Problem, type WorkDone } from '../../kit/api/api.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { WorkProgress } from '../../kit/page/work-progress.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { AmountList } from '../figures/amount-list.tsx';
import { type KnownProgram, useNames } from '../figures/names.ts';
import type { Period } from '../figures/period.ts';

/** Longer periods are not compared: every order is decided again. */
const DAYS_MAX = 100;
/** Of more programs nobody reads the comparison; those with most orders come first. */
const PROGRAMS_MAX = 5;
/** Rows of the question which programs have orders. */
const ROWS_MAX = 100;
/** More are compared when somebody asks for it: it takes a second and more. */
const AT_ONCE_MAX = 10_000;
/** More the server refuses to decide again. */
const ORDERS_MAX = 1_000_000;

/** What the same orders would have earned in the program that is joined with this one (S-113). */
export function Elsewhere({ program, period }: { readonly program: string; readonly period: Period }) {
  const { programs } = useNames();
  const paired = programs.filter(
    ({ code, joins_also: also }) => also.length > 0 && (program === '' || program === code),
  );
  // A program without orders has nothing to compare, and a network has hundreds of programs: one question tells which to ask for.
  const traded = useApi<ReportAnswer>(
    '/api/v1/reports',
    {
      ...(program === '' ? {} : { program }),
      since: period.since,
      until: period.until,
      group_by: 'program',
      sort: '-actions',
      limit: ROWS_MAX,
    },
    { enabled: paired.length > 0 && period.days <= DAYS_MAX },
  );
  if (period.days > DAYS_MAX) return null;
  const compared = (traded.data?.rows ?? []).flatMap((row) => {
    const found = paired.find(({ code }) => code === row.group['program']);
    const orders = ordersOf(row);
    return found === undefined || orders === 0 || orders > ORDERS_MAX ? [] : [{ program: found, orders }];
  });
  return compared
    .slice(0, PROGRAMS_MAX)
    .map((each) => (
      <OneProgram key={`${each.program.code} ${period.since} ${period.until}`} {...each} period={period} />
    ));
}

function ordersOf({ actions }: ReportRow): number {
  return actions.total + actions.no_reward + actions.unresolved + actions.not_attributed;
}

interface OneProgramProps {
  readonly program: KnownProgram;
  readonly orders: number;
  readonly period: Period;
}

/** Of few orders at once; many are decided again when somebody wants it, with progress, and stopped when not. */
function OneProgram({ program, orders, period }: OneProgramProps) {
  const [isWanted, setIsWanted] = useState(orders <= AT_ONCE_MAX);
  const [work, setWork] = useState<WorkDone | null>(null);
  const client = useQueryClient();
  const path = `/api/v1/programs/${program.code}/comparison`;
  const query = { since: period.since, until: period.until };
  const found = useQuery<Comparison, ApiProblem>({
    queryKey: [path, query],
    queryFn: ({ signal }) => apiGetWatched<Comparison>(path, query, setWork, signal),
    enabled: isWanted,
  });
  if (found.data !== undefined) return <Compared found={found.data} program={program} period={period} />;
  if (orders <= AT_ONCE_MAX) return null;
  return (
    <OnRequest
      program={program}
      orders={orders}
      work={isWanted && found.isFetching ? (work ?? { done: 0, total: orders }) : null}
      problem={found.error?.problem ?? null}
      onStart={() => (isWanted ? void found.refetch() : setIsWanted(true))}
      onStop={() => {
        setIsWanted(false);
        setWork(null);
        void client.cancelQueries({ queryKey: [path, query] });
      }}
    />
  );
}

function OnRequest(props: {
  readonly program: KnownProgram;
  readonly orders: number;
  readonly work: WorkDone | null;
  readonly problem: Problem | null;
  readonly onStart: () => void;
  readonly onStop: () => void;
}) {
  const { t } = useTranslation('publisher');
  const { program, orders, work, problem } = props;
  return (
    <Section
      title={t('statistics.elsewhere.manyTitle', { here: program.name })}
      lead={t('statistics.elsewhere.manyLead', { count: orders })}
    >
      <Paper withBorder radius="md" p="md">
        <Stack gap="sm">
          {problem === null ? null : <ProblemAlert problem={problem} />}
          {work === null ? null : <WorkProgress work={work} label={t('statistics.elsewhere.running')} />}
          <Group>
            {work === null ? (
              <Button variant="default" onClick={props.onStart}>
                {t('statistics.elsewhere.compare')}
              </Button>
            ) : (
              <Button variant="default" onClick={props.onStop}>
                {t('statistics.elsewhere.stop')}
              </Button>
            )}
          </Group>
        </Stack>
      </Paper>
    </Section>
  );
}

interface ComparedProps {
  readonly found: Comparison;
  readonly program: KnownProgram;
  readonly period: Period;
}

function Compared({ found, program, period }: ComparedProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  if (found.orders === 0) return null;
  const lead = { from: formats.day(period.from), to: formats.day(period.to), here: program.name };
  return found.with.map((other) => (
    <Section
      key={other.program}
      title={t('statistics.elsewhere.title', { program: other.name })}
      lead={t('statistics.elsewhere.lead', lead)}
    >
      <Paper withBorder radius="md" p="md">
        {other.compared === 0 ? (
          <Text>{t('statistics.elsewhere.none')}</Text>
        ) : (
          <Group gap="xl" align="flex-start">
            <Sum name={t('statistics.elsewhere.here')} amounts={other.here} />
            <Sum name={t('statistics.elsewhere.there', { program: other.name })} amounts={other.there} />
            <Stack gap={2}>
              <Text size="sm">{t('statistics.elsewhere.compared', { count: other.compared })}</Text>
              <Text size="sm">{t('statistics.elsewhere.better', { count: other.better })}</Text>
            </Stack>
          </Group>
        )}
        {other.not_stated === 0 ? null : (
          <Text size="sm" c="dimmed" mt="xs">
            {t('statistics.elsewhere.notStated', { count: other.not_stated })}
          </Text>
        )}
      </Paper>
    </Section>
  ));
}

function Sum(props: { readonly name: string; readonly amounts: Comparison['with'][number]['here'] }) {
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {props.name}
      </Text>
      <Text component="div" fz={22} fw={650}>
        <AmountList amounts={props.amounts} align="flex-start" />
      </Text>
    </Stack>
  );
}
