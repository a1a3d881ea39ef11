import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QueueName, WaitingEntry } from '../../../../../contract/wire/moderation-many.ts';
import { TextLink } from '../../../kit/controls/text-link.tsx';
import type { Column } from '../../../kit/table/data-table.tsx';
import { When } from '../../../kit/values/amounts.tsx';
import { StatusBadge } from '../../../kit/values/status-badge.tsx';
import type { Selection } from './use-selection.ts';

/** What the list shows of each entry; without a selection nobody can choose. */
export function useWaitingColumns(
  queue: QueueName,
  rows: readonly WaitingEntry[],
  selection: Selection | null,
): readonly Column<WaitingEntry>[] {
  const { t } = useTranslation(['operator', 'frame']);
  const kindOf = (kind: string): string =>
    queue === 'organisations'
      ? t(`frame:kinds.${kind}` as 'frame:kinds.publisher', { defaultValue: kind })
      : t(`kinds.${kind}` as 'kinds.forum', { defaultValue: kind });
  const choosing: Column<WaitingEntry>[] =
    selection === null
      ? []
      : [{ key: 'select', title: t('many.columns.select'), cell: (row) => <Chosen {...{ row, rows, selection }} /> }];
  return [
    ...choosing,
    {
      key: 'name',
      title: t('many.columns.name'),
      isHeader: true,
      cell: ({ key, name }) => (
        <TextLink to="/operator/moderation" search={{ queue, item: key }}>
          {name}
        </TextLink>
      ),
    },
    { key: 'owner', title: t('many.columns.owner'), cell: ({ owner }) => owner || '—' },
    {
      key: 'about',
      title: t('many.columns.about'),
      cell: ({ about }) => <span className="anywhere">{about || '—'}</span>,
    },
    { key: 'kind', title: t('many.columns.kind'), cell: ({ kind }) => (kind === null ? '—' : kindOf(kind)) },
    { key: 'since', title: t('many.columns.since'), cell: ({ since }) => <When at={since} /> },
    {
      key: 'attention',
      title: t('many.columns.attention'),
      cell: ({ attention }) =>
        attention.length === 0 ? (
          '—'
        ) : (
          <StatusBadge tone="attention">{attention.map((each) => t(`many.attention.${each}`)).join(', ')}</StatusBadge>
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
  const { t } = useTranslation('operator');
  const { row, rows, selection } = props;
  return (
    <Checkbox
      aria-label={t('many.selectOne', { name: row.name })}
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
