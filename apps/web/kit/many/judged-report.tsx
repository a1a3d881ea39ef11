import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManyJudged, VerdictOnMany } from '../../../../contract/wire/many.ts';
import { useSend } from '../api/use-api.ts';
import { RefusalText } from '../history/refusal-text.tsx';
import { ProblemAlert } from '../page/states.tsx';
import { WorkProgress } from '../page/work-progress.tsx';
import { DataTable } from '../table/data-table.tsx';
import { useFormats } from '../values/format.ts';
import type { ManyOf } from './many-of.ts';

/** What became of a verdict on many. */
export interface Report {
  readonly verdict: VerdictOnMany['verdict'];
  readonly judged: ManyJudged;
  readonly asked: number;
}

const TOLD = { approve: 'approvedOf', decline: 'declinedOf', reopen: 'reopenedOf' } as const;

/** How many were decided, which were left alone and why; a decline can be taken back from here. */
export function JudgedReport(props: {
  readonly of: ManyOf;
  readonly report: Report;
  readonly onReport: (report: Report) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('many');
  const { number } = useFormats();
  const { of: many, report, onReport, onClose } = props;
  const { verdict, judged, asked } = report;
  const place = useRef<HTMLDivElement>(null);
  // Once for each report: the dialog that led to it is gone, and so is what opened that.
  useEffect(() => {
    if (report.judged !== undefined) place.current?.focus();
  }, [report]);
  const told = { done: number(judged.decided.length), all: number(asked) };
  const count = judged.decided.length;
  const undo = useSend<void, ManyJudged>({
    method: 'POST',
    path: many.verdicts.path,
    body: () => ({ ...many.verdicts.body, keys: judged.decided, verdict: 'reopen' }),
    isLong: true,
    renews: many.renews,
    done: null,
    onDone: (answer) => onReport({ verdict: 'reopen', judged: answer, asked: count }),
  });
  return (
    <Alert
      ref={place}
      tabIndex={-1}
      color={judged.refused.length === 0 ? 'teal' : 'orange'}
      variant="light"
      role="status"
      title={t(TOLD[verdict], told)}
    >
      <Stack gap="sm">
        <LeftAlone judged={judged} />
        {undo.problem === null ? null : <ProblemAlert problem={undo.problem} />}
        {undo.work === null ? null : <WorkProgress work={undo.work} label={t('running')} />}
        <Group gap="sm">
          {verdict === 'decline' && count > 0 ? (
            <Button variant="default" size="xs" loading={undo.running} onClick={() => undo.run()}>
              {t('undo', { things: t(`things.${many.things}`, { count }) })}
            </Button>
          ) : null}
          <Button variant="default" size="xs" onClick={onClose}>
            {t('close')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

type Refused = ManyJudged['refused'][number];

function LeftAlone({ judged }: { readonly judged: ManyJudged }) {
  const { t } = useTranslation('many');
  if (judged.refused.length === 0) return null;
  return (
    <DataTable
      caption={t('leftAlone')}
      columns={[
        { key: 'name', title: t('leftAlone'), isHeader: true, cell: ({ name }: Refused) => name },
        { key: 'why', title: t('why'), cell: (row: Refused) => <WhyLeftAlone row={row} /> },
      ]}
      rows={judged.refused}
      rowKey={({ key }) => key}
    />
  );
}

/** Why one was left alone: somebody else was faster, or it was refused. */
export function WhyLeftAlone({ row }: { readonly row: Refused }) {
  const { t } = useTranslation('many');
  if (row.current === null) return <RefusalText code={row.code} detail={row.detail} />;
  const status = t(`standing.${row.current}` as 'standing.active', { defaultValue: row.current });
  return <Text size="sm">{t('stale', { status })}</Text>;
}
