import { Button, Checkbox, Group, Paper, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingEntry, WaitingPage } from '../../../../contract/wire/many.ts';
import { ApiProblem, apiGet, type Problem } from '../api/api.ts';
import { ProblemAlert } from '../page/states.tsx';
import { useFormats } from '../values/format.ts';
import type { ManyOf } from './many-of.ts';
import type { Selection } from './use-selection.ts';

/** As many are decided at a time. */
const MANY_MAX = 1_000;

interface SelectionBarProps {
  readonly of: ManyOf;
  readonly text: string;
  readonly rows: readonly WaitingEntry[];
  readonly total: number;
  readonly selection: Selection;
  readonly onVerdict: (verdict: 'approve' | 'decline') => void;
}

/** Chooses the page or everything that fits, says how many are chosen, and leads to the verdict on them. */
export function SelectionBar({ of: many, text, rows, total, selection, onVerdict }: SelectionBarProps) {
  const { t } = useTranslation('many');
  const count = selection.entries.length;
  const onPage = rows.filter(({ key }) => selection.has(key)).length;
  const isNone = count === 0 || count > MANY_MAX;
  const things = t(`things.${many.things}`, { count });
  return (
    <Paper withBorder p="sm" radius="md" component="section" aria-label={t('way')} className="selection-bar">
      <Group gap="md" justify="space-between">
        <Group gap="md">
          <Checkbox
            label={t('selectPage')}
            checked={rows.length > 0 && onPage === rows.length}
            indeterminate={onPage > 0 && onPage < rows.length}
            onChange={() => (onPage === rows.length ? selection.leaveOut(rows) : selection.add(rows))}
          />
          {total > rows.length ? <SelectAll of={many} {...{ text, total, selection }} /> : null}
          <Text size="sm" fw={600} role="status">
            {t('selected', { count })}
          </Text>
          {count === 0 ? (
            <Text size="xs" c="dimmed" visibleFrom="sm">
              {t('rangeHint')}
            </Text>
          ) : (
            <Button variant="subtle" size="compact-sm" onClick={selection.clear}>
              {t('clear')}
            </Button>
          )}
        </Group>
        <Group gap="sm">
          <Button size="sm" disabled={isNone} onClick={() => onVerdict('approve')}>
            {count === 0 ? t('approvePlain') : `${t('approve', { things })}…`}
          </Button>
          <Button size="sm" variant="default" disabled={isNone} onClick={() => onVerdict('decline')}>
            {count === 0 ? t('declinePlain') : `${t('decline', { things })}…`}
          </Button>
        </Group>
      </Group>
    </Paper>
  );
}

/** Everything that fits the search now: exactly these are decided, and nothing that comes in meanwhile. */
function SelectAll(props: {
  readonly of: ManyOf;
  readonly text: string;
  readonly total: number;
  readonly selection: Selection;
}) {
  const { t } = useTranslation('many');
  const { number } = useFormats();
  const [isAsking, setIsAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { of: many, text, total, selection } = props;
  const ask = async (): Promise<void> => {
    setIsAsking(true);
    setProblem(null);
    try {
      const found = await apiGet<WaitingPage>(many.list.path, { ...many.list.query, text, limit: MANY_MAX });
      selection.clear();
      selection.add(found.entries);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.problem);
    } finally {
      setIsAsking(false);
    }
  };
  return (
    <>
      <Button variant="default" size="compact-sm" loading={isAsking} onClick={() => void ask()}>
        {total > MANY_MAX
          ? t('selectFirst', { first: number(MANY_MAX), total: number(total) })
          : t('selectAll', { total: number(total) })}
      </Button>
      {problem === null ? null : <ProblemAlert problem={problem} />}
    </>
  );
}
