import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ManyJudged, ManyVerdict, QueueName } from '../../../../../contract/wire/moderation-many.ts';
import { useSend } from '../../../kit/api/use-api.ts';
import { RefusalText } from '../../../kit/history/refusal-text.tsx';
import { ProblemAlert } from '../../../kit/page/states.tsx';
import { WorkProgress } from '../../../kit/page/work-progress.tsx';
import { DataTable } from '../../../kit/table/data-table.tsx';
import { useFormats } from '../../../kit/values/format.ts';
import { RENEWED } from './renewed.ts';

/** What became of a verdict on many. */
export interface Report {
  readonly verdict: ManyVerdict['verdict'];
  readonly judged: ManyJudged;
  readonly asked: number;
}

const TOLD = { approve: 'many.approvedOf', decline: 'many.declinedOf', reopen: 'many.reopenedOf' } as const;

/** How many were decided, which were left alone and why; a decline can be taken back from here. */
export function JudgedReport(props: {
  readonly queue: QueueName;
  readonly report: Report;
  readonly onReport: (report: Report) => void;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operator');
  const { number } = useFormats();
  const { queue, report, onReport, onClose } = props;
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
    path: '/api/v1/moderation/verdicts',
    body: () => ({ queue, keys: judged.decided, verdict: 'reopen' }),
    isLong: true,
    renews: RENEWED,
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
        {undo.work === null ? null : <WorkProgress work={undo.work} label={t('many.running')} />}
        <Group gap="sm">
          {verdict === 'decline' && count > 0 ? (
            <Button variant="default" size="xs" loading={undo.running} onClick={() => undo.run()}>
              {t('many.undo', { things: t(`many.things.${queue}`, { count }) })}
            </Button>
          ) : null}
          <Button variant="default" size="xs" onClick={onClose}>
            {t('many.close')}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

type Refused = ManyJudged['refused'][number];

function LeftAlone({ judged }: { readonly judged: ManyJudged }) {
  const { t } = useTranslation('operator');
  if (judged.refused.length === 0) return null;
  return (
    <DataTable
      caption={t('many.leftAlone')}
      columns={[
        { key: 'name', title: t('many.leftAlone'), isHeader: true, cell: ({ name }: Refused) => name },
        { key: 'why', title: t('many.why'), cell: (row: Refused) => <Why row={row} /> },
      ]}
      rows={judged.refused}
      rowKey={({ key }) => key}
    />
  );
}

function Why({ row }: { readonly row: Refused }) {
  const { t } = useTranslation('operator');
  if (row.current === null) return <RefusalText code={row.code} detail={row.detail} />;
  const status = t(`many.standing.${row.current}` as 'many.standing.active', { defaultValue: row.current });
  return <Text size="sm">{t('many.stale', { status })}</Text>;
}
