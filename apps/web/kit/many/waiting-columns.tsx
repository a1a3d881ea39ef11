import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WaitingEntry } from '../../../../contract/wire/many.ts';
import { TextLink } from '../controls/text-link.tsx';
import type { Column } from '../table/data-table.tsx';
import { When } from '../values/amounts.tsx';
import { StatusBadge } from '../values/status-badge.tsx';
import type { ManyOf } from './many-of.ts';
import type { Selection } from './use-selection.ts';

/** What the list shows of each entry; without a selection nobody can choose. */
export function useWaitingColumns(
  { things, placeOf }: ManyOf,
  rows: readonly WaitingEntry[],
  selection: Selection | null,
): readonly Column<WaitingEntry>[] {
  const { t } = useTranslation(['many', 'frame']);
  const kindOf = (kind: string): string =>
    things === 'organisations'
      ? t(`frame:kinds.${kind}` as 'frame:kinds.publisher', { defaultValue: kind })
      : t(`kinds.${kind}` as 'kinds.forum', { defaultValue: kind });
  const choosing: Column<WaitingEntry>[] =
    selection === null
      ? []
      : [{ key: 'select', title: t('columns.select'), cell: (row) => <Chosen {...{ row, rows, selection }} /> }];
  return [
    ...choosing,
    {
      key: 'name',
      title: t('columns.name'),
      isHeader: true,
      cell: ({ key, name }) => <TextLink {...placeOf(key)}>{name}</TextLink>,
    },
    { key: 'owner', title: t('columns.owner'), cell: ({ owner }) => owner || '—' },
    {
      key: 'about',
      title: t('columns.about'),
      cell: ({ about }) => <span className="anywhere">{about || '—'}</span>,
    },
    { key: 'kind', title: t('columns.kind'), cell: ({ kind }) => (kind === null ? '—' : kindOf(kind)) },
    { key: 'since', title: t('columns.since'), cell: ({ since }) => <When at={since} /> },
    {
      key: 'attention',
      title: t('columns.attention'),
      cell: ({ attention }) =>
        attention.length === 0 ? (
          '—'
        ) : (
          <StatusBadge tone="attention">{attention.map((each) => t(`attention.${each}`)).join(', ')}</StatusBadge>
        ),
    },
  ];
}

/** Chooses one entry, with Shift also everything since the one before. */
function Chosen(props: {
  readonly row: WaitingEntry;
  readonly rows: readonly WaitingEntry[];
  readonly selection: Selection;
}) {
  const { t } = useTranslation('many');
  const { row, rows, selection } = props;
  return (
    <Checkbox
      aria-label={t('selectOne', { name: row.name })}
      checked={selection.has(row.key)}
      onChange={(event) => {
        const { nativeEvent } = event;
        const isRange = nativeEvent instanceof MouseEvent && nativeEvent.shiftKey;
        selection.toggle(
          rows,
          rows.findIndex(({ key }) => key === row.key),
          isRange,
        );
      }}
    />
  );
}
