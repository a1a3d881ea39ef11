import { Button, Checkbox, CopyButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer } from '../../../../contract/wire/applications.ts';
import type { DeeplinkAnswer, DeeplinksAnswer, DeeplinksBody, SubIdFields } from '../../../../contract/wire/links.ts';
import type { ProgramDetail } from '../../../../contract/wire/programs.ts';
import { ApiProblem, apiSend, type Problem } from '../../kit/api.ts';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Section } from '../../kit/page.tsx';
import { ProblemAlert } from '../../kit/states.tsx';
import { StatusBadge, type Tone } from '../../kit/status-badge.tsx';
import { useApi } from '../../kit/use-api.ts';
import { saveCsv } from './csv.ts';

const URLS_MAX = 200;

interface Props {
  readonly pair: ApplicationAnswer;
  readonly subids: Required<SubIdFields>;
}

/** Links to pages of a shop, many at once: each line has its own answer. */
export function DeeplinkPanel({ pair, subids }: Props) {
  const { t } = useTranslation(['publisher', 'frame']);
  const [text, setText] = useState('');
  const [isShort, setShort] = useState(false);
  const maker = useDeeplinks();
  const program = useApi<ProgramDetail>(`/api/v1/programs/${pair.program.code}`);
  const urls = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const isTooMany = urls.length > URLS_MAX;
  return (
    <Section title={t('links.deeplinks')} lead={t('links.deeplinksLead')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          maker.make({ ad_space: pair.ad_space.id, program: pair.program.code, urls, subids, short: isShort });
        }}
      >
        <Stack gap="sm">
          <Textarea
            label={t('links.addresses')}
            description={t('links.addressesHint', { example: program.data?.home_url ?? 'https://' })}
            value={text}
            onChange={({ currentTarget }) => setText(currentTarget.value)}
            autosize
            minRows={4}
            maxRows={14}
            spellCheck={false}
            error={isTooMany ? t('links.tooMany', { count: urls.length }) : undefined}
          />
          <Group gap="md">
            <Button type="submit" disabled={urls.length === 0 || isTooMany} loading={maker.running}>
              {urls.length === 0 ? t('links.makeNone') : t('links.make', { count: urls.length })}
            </Button>
            <Checkbox
              checked={isShort}
              onChange={({ currentTarget }) => setShort(currentTarget.checked)}
              label={t('links.short')}
            />
          </Group>
        </Stack>
      </form>
      {maker.problem === null ? null : <ProblemAlert problem={maker.problem} />}
      {maker.links === null ? null : <Results links={maker.links} />}
    </Section>
  );
}

/** One refused line alone is refused as a request by the API; on the page it is a line like any other. */
function useDeeplinks() {
  const [running, setRunning] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [links, setLinks] = useState<readonly DeeplinkAnswer[] | null>(null);
  const make = async (body: DeeplinksBody): Promise<void> => {
    setRunning(true);
    setProblem(null);
    try {
      setLinks((await apiSend<DeeplinksAnswer>('POST', '/api/v1/deeplinks', body)).links);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      const [only = ''] = body.urls;
      const { code, detail, field } = error.problem;
      const isLine = field === 'url' && body.urls.length === 1;
      setLinks(isLine ? [{ ...REFUSED, url: only, error: { code, detail } }] : null);
      setProblem(isLine ? null : error.problem);
    } finally {
      setRunning(false);
    }
  };
  return { make, running, problem, links };
}

const REFUSED = { link: null, short_link: null, affiliate: null, landing: null } as const;

function Results({ links }: { readonly links: readonly DeeplinkAnswer[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const made = links.filter(({ link }) => link !== null);
  const lines = made.map(({ link, short_link }) => short_link ?? link ?? '');
  const columns = columnsOf(
    t,
    links.some(({ short_link }) => short_link !== null),
  );
  return (
    <Stack gap="sm" mt="md">
      <Group justify="space-between">
        <Text fw={600} role="status">
          {t('links.madeOf', { made: made.length, asked: links.length })}
        </Text>
        <Group gap="sm">
          <CopyButton value={lines.join('\n')}>
            {({ copied, copy }) => (
              <Button variant="default" size="xs" onClick={copy} disabled={lines.length === 0}>
                {copied ? t('links.copied') : t('links.copyAll')}
              </Button>
            )}
          </CopyButton>
          <Button variant="default" size="xs" onClick={() => saveCsv('links.csv', csvRows(links))}>
            {t('links.csv')}
          </Button>
        </Group>
      </Group>
      <DataTable
        caption={t('links.results')}
        columns={columns}
        rows={links.map((link, index) => ({ ...link, index }))}
        rowKey={({ index }) => String(index)}
      />
    </Stack>
  );
}

function csvRows(links: readonly DeeplinkAnswer[]): readonly (readonly string[])[] {
  return [
    ['url', 'link', 'short_link', 'affiliate', 'error'],
    ...links.map(({ url, link, short_link, affiliate, error }) => [
      ...[url, link ?? '', short_link ?? '', affiliate === null ? '' : String(affiliate), error?.code ?? ''],
    ]),
  ];
}

type T = ReturnType<typeof useTranslation<['publisher', 'frame']>>['t'];
type Row = DeeplinkAnswer & { readonly index: number };

function columnsOf(t: T, hasShort: boolean): readonly Column<Row>[] {
  const short: Column<Row> = {
    key: 'short',
    title: t('links.columns.short'),
    cell: ({ short_link }) => (short_link === null ? '—' : <LinkCell link={short_link} />),
  };
  return [
    {
      key: 'page',
      title: t('links.columns.page'),
      cell: ({ url }) => (
        <Text span inherit size="sm" className="breaking">
          {url}
        </Text>
      ),
    },
    {
      key: 'link',
      title: t('links.columns.link'),
      cell: ({ link }) => (link === null ? '—' : <LinkCell link={link} />),
    },
    ...(hasShort ? [short] : []),
    { key: 'note', title: t('links.columns.note'), cell: (row) => <Note link={row} /> },
  ];
}

function LinkCell({ link }: { readonly link: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Text span inherit size="sm" ff="monospace" className="breaking">
        {link}
      </Text>
      <CopyButton value={link}>
        {({ copied, copy }) => (
          <Button
            variant="subtle"
            size="compact-xs"
            onClick={copy}
            aria-label={`${t('frame:actions.copy')}: ${link}`}
            className="copy-button"
          >
            {copied ? t('frame:actions.copied') : t('frame:actions.copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}

const KNOWN_ERRORS = ['APP_LINK_NOT_ALLOWED', 'TARGET_NOT_ALLOWED', 'TARGET_IS_OWN_LINK', 'HIDDEN_PRODUCT'] as const;

function Note({ link }: { readonly link: DeeplinkAnswer }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const code = link.error?.code ?? null;
  if (code !== null) {
    const known = KNOWN_ERRORS.find((each) => each === code);
    return (
      <Text span inherit size="sm" c="var(--loss)">
        {t(`links.errors.${known ?? 'other'}`)}
      </Text>
    );
  }
  const [tone, note] = noteOf(link);
  return <StatusBadge tone={tone}>{t(`links.notes.${note}`)}</StatusBadge>;
}

function noteOf({
  affiliate,
  landing,
}: DeeplinkAnswer): readonly [Tone, 'affiliate' | 'nonAffiliate' | 'unknown' | 'home' | 'shop' | 'category'] {
  if (affiliate !== null) return affiliate ? ['good', 'affiliate'] : ['attention', 'nonAffiliate'];
  return ['neutral', landing === 'item' || landing === null ? 'unknown' : landing];
}
