import { Alert, Button, Group, Progress, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BacktestJob } from '../../../../contract/wire/terms.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { TrialReport } from './trial-report.tsx';

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;
const LOOK_EVERY_MS = 500;

interface TrialPanelProps {
  readonly code: string;
  readonly zone: string;
  readonly text: string;
  readonly now: string;
  readonly isReady: boolean;
  /** Versions of the text, oldest first; none while it cannot be read. */
  readonly versions: readonly string[];
}

/** What past orders would have earned under the text, before it is published. */
export function TrialPanel({ code, zone, text, now, isReady, versions }: TrialPanelProps) {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ trial: '' });
  const today = now.slice(0, 10);
  const [from, setFrom] = useState(new Date(Date.parse(now) - DEFAULT_DAYS * DAY_MS).toISOString().slice(0, 10));
  const [until, setUntil] = useState(today);
  // What is written is meant for later: past orders are tried as if the newest version had been valid then.
  const [chosen, setChosen] = useState<string | null>(null);
  const version = chosen ?? versions.at(-1) ?? '';
  const [tried, setTried] = useState<string | null>(null);
  const path = `/api/v1/programs/${code}/terms/backtests`;
  const begin = useSend<void, BacktestJob>({
    method: 'POST',
    path,
    body: () => ({
      text,
      ...(version === '' ? {} : { version }),
      from: `${from}T00:00:00Z`,
      until: new Date(Date.parse(until) + DAY_MS).toISOString(),
    }),
    done: null,
    onDone: ({ id }) => {
      setTried(text);
      change({ trial: id });
    },
  });
  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        {t('terms.trial.lead')}
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          begin.run();
        }}
      >
        <Group gap="sm" align="flex-end">
          <DayField label={t('terms.trial.from')} value={from} max={today} required onChange={setFrom} />
          <DayField label={t('terms.trial.until')} value={until} max={today} required onChange={setUntil} />
          <VersionChoice versions={versions} version={version} onChoose={setChosen} />
          <Button type="submit" loading={begin.running} disabled={!isReady}>
            {t('terms.trial.start')}
          </Button>
        </Group>
      </form>
      {begin.problem === null ? null : <ProblemAlert problem={begin.problem} />}
      {values.trial === '' ? null : (
        <Trial code={code} path={`${path}/${values.trial}`} zone={zone} isOther={tried !== text} />
      )}
    </Stack>
  );
}

const dayOf = (instant: string) => instant.slice(0, 10);
const lastDayOf = (end: string) => dayOf(new Date(Date.parse(end) - 1).toISOString());

interface TrialProps {
  readonly code: string;
  readonly path: string;
  readonly zone: string;
  readonly isOther: boolean;
}

/** One under way or over: looked at again until it is over. */
function Trial({ code, path, zone, isOther }: TrialProps) {
  const { t } = useTranslation('advertiser');
  const [isOver, setOver] = useState(false);
  const job = useApi<BacktestJob>(path, {}, isOver ? {} : { every: LOOK_EVERY_MS });
  const status = job.data?.status;
  if (status !== undefined && (status !== 'running') !== isOver) setOver(status !== 'running');
  return (
    <Loaded query={job} rows={3}>
      {(found) => {
        if (found.status === 'running') return <Running job={found} path={path} />;
        if (found.status === 'cancelled') return <Alert color="gray" title={t('terms.trial.cancelled')} />;
        if (found.report === null) return <Alert color="red" title={t('terms.trial.failed')} />;
        return (
          <Stack gap="md">
            {isOther ? <Alert color="yellow" variant="light" title={t('terms.trial.other')} /> : null}
            <TrialReport
              report={found.report}
              of={{ code, zone, since: dayOf(found.from), until: lastDayOf(found.until) }}
            />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Running({ job, path }: { readonly job: BacktestJob; readonly path: string }) {
  const { t } = useTranslation('advertiser');
  const cancel = useSend({ method: 'DELETE', path, body: null, renews: [path], done: null });
  const percent = job.total === 0 ? 0 : (100 * job.done) / job.total;
  return (
    <SimpleGrid cols={1} spacing="xs">
      <Title order={2} fz="sm">
        {t('terms.trial.running')}
      </Title>
      <Progress value={percent} animated aria-label={t('terms.trial.running')} />
      <Group justify="space-between">
        <Text size="sm" aria-live="polite">
          {t('terms.trial.progress', { done: job.done, total: job.total })}
        </Text>
        <Button size="xs" variant="default" loading={cancel.running} onClick={() => cancel.run()}>
          {t('terms.trial.cancel')}
        </Button>
      </Group>
    </SimpleGrid>
  );
}

interface VersionChoiceProps {
  readonly versions: readonly string[];
  readonly version: string;
  readonly onChoose: (version: string) => void;
}

function VersionChoice({ versions, version, onChoose }: VersionChoiceProps) {
  const { t } = useTranslation('advertiser');
  const asIf = [...versions].reverse().map((id) => ({ value: id, label: t('terms.trial.version', { id }) }));
  return (
    <Select
      label={t('terms.trial.asIf')}
      miw="min(24rem, 100%)"
      allowDeselect={false}
      data={[...asIf, { value: '', label: t('terms.trial.asWas') }]}
      value={version}
      onChange={(id) => onChoose(id ?? '')}
    />
  );
}
