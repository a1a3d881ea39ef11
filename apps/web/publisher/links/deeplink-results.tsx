import { Button, CopyButton, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeeplinkAnswer } from '../../../../contract/wire/links.ts';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Pages } from '../../kit/table/pages.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { saveCsv } from './csv.ts';

/** On one page: each line has buttons of its own. */
const LINES = 100;

type Row = DeeplinkAnswer & { readonly index: number };

const PARTS = {
  all: () => true,
  made: ({ link }: DeeplinkAnswer) => link !== null,
  refused: ({ link }: DeeplinkAnswer) => link === null,
  nonAffiliate: ({ affiliate }: DeeplinkAnswer) => affiliate === false,
} as const;
type Part = keyof typeof PARTS;
const isPart = (value: string): value is Part => value in PARTS;

/** What became of each address, those to look at apart; all of them to be copied or saved. */
export function DeeplinkResults(props: { readonly links: readonly DeeplinkAnswer[]; readonly shop: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { number } = useFormats();
  const [shown, setShown] = useState<{ readonly part: Part; readonly page: number }>({ part: 'all', page: 1 });
  const rows = props.links.map((link, index): Row => ({ ...link, index }));
  const counts = Object.entries(PARTS).map(([part, belongs]) => ({ part, count: rows.filter(belongs).length }));
  const filled = counts.filter(({ part, count }) => part === 'all' || (count > 0 && count < rows.length));
  const part = filled.some((each) => each.part === shown.part) ? shown.part : 'all';
  const found = rows.filter(PARTS[part]);
  const columns = columnsOf(t, props.shop).filter(
    ({ key }) =>
      (key !== 'short' || rows.some(({ short_link }) => short_link !== null)) && (key !== 'link' || part !== 'refused'),
  );
  return (
    <Stack gap="sm">
      <Head rows={rows} />
      {filled.length < 2 ? null : (
        <SegmentedControl
          value={part}
          onChange={(value) => setShown({ part: isPart(value) ? value : 'all', page: 1 })}
          data={filled.map((each) => ({
            value: each.part,
            label: `${isPart(each.part) ? t(`links.parts.${each.part}`) : ''} (${number(each.count)})`,
          }))}
          aria-label={t('links.results')}
          className="wrapping-choice"
          w="fit-content"
        />
      )}
      <DataTable
        caption={t('links.results')}
        columns={columns}
        rows={found.slice((shown.page - 1) * LINES, shown.page * LINES)}
        rowKey={({ index }) => String(index)}
      />
      <Pages
        page={shown.page}
        hasMore={shown.page * LINES < found.length}
        onPage={(page) => setShown({ part, page })}
      />
    </Stack>
  );
}

/** How many there are, and what one does with all of them. */
function Head({ rows }: { readonly rows: readonly Row[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { number } = useFormats();
  const made = rows.filter(PARTS.made);
  const lines = made.map(({ link, short_link }) => short_link ?? link ?? '');
  return (
    <Group justify="space-between">
      <Text fw={600} role="status">
        {t('links.madeOf', { made: number(made.length), asked: number(rows.length) })}
      </Text>
      <Group gap="sm">
        <CopyButton value={lines.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" size="xs" onClick={copy} disabled={lines.length === 0}>
              {copied ? t('links.copied') : t('links.copyAll')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" size="xs" onClick={() => saveCsv('links.csv', csvRows(rows))}>
          {t('links.csv')}
        </Button>
      </Group>
    </Group>
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

function columnsOf(t: T, shop: string): readonly Column<Row>[] {
  return [
    {
      key: 'page',
      title: t('links.columns.page'),
      cell: ({ url }) => (
        <Text span inherit size="sm" className="breaking" lineClamp={4}>
          {url}
        </Text>
      ),
    },
    {
      key: 'link',
      title: t('links.columns.link'),
      cell: ({ link }) => (link === null ? '—' : <LinkCell link={link} />),
    },
    {
      key: 'short',
      title: t('links.columns.short'),
      cell: ({ short_link }) => (short_link === null ? '—' : <LinkCell link={short_link} />),
    },
    { key: 'note', title: t('links.columns.note'), cell: (row) => <Note link={row} shop={shop} /> },
  ];
}

function LinkCell({ link }: { readonly link: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Text span inherit size="sm" ff="monospace" className="breaking" lineClamp={4}>
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

const KNOWN_ERRORS = [
  'APP_LINK_NOT_ALLOWED',
  'TARGET_NOT_ALLOWED',
  'TARGET_IS_OWN_LINK',
  'HIDDEN_PRODUCT',
  'TOO_LONG',
] as const;

function Note({ link, shop }: { readonly link: DeeplinkAnswer; readonly shop: string }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const code = link.error?.code ?? null;
  if (code !== null) {
    const known = KNOWN_ERRORS.find((each) => each === code);
    const host = code === 'TARGET_NOT_ALLOWED' ? hostOf(link.url) : '';
    return (
      <Text span inherit size="sm" c="var(--loss)">
        {t(host === '' ? `links.errors.${known ?? 'other'}` : 'links.errors.elsewhere', { shop, host })}
      </Text>
    );
  }
  const [tone, note] = link.from_app ? (['attention', 'fromApp'] as const) : noteOf(link);
  return <StatusBadge tone={tone}>{t(`links.notes.${note}`)}</StatusBadge>;
}

/** As a browser asks for it: what only looks like another name shows here what it is. */
function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : '';
}

function noteOf({
  affiliate,
  landing,
}: DeeplinkAnswer): readonly [Tone, 'affiliate' | 'nonAffiliate' | 'unknown' | 'home' | 'shop' | 'category'] {
  if (affiliate !== null) return affiliate ? ['good', 'affiliate'] : ['attention', 'nonAffiliate'];
  return ['neutral', landing === 'item' || landing === null ? 'unknown' : landing];
}
