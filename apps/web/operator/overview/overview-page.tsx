import { Group, SimpleGrid } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import type { ModerationTotals } from '../../../../contract/wire/moderation.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Alarms } from '../health/alarms.tsx';
import { RecruitingSuspended } from './recruiting.tsx';

/** A queue is looked at every minute: several people work on it. */
const EVERY_MS = 60_000;

const queues = ['organisations', 'ad_spaces', 'programs', 'applications', 'cases', 'appeals'] as const;
type Queue = (typeof queues)[number];
const none = { waiting: 0, oldest: null };
const SHAPE: ModerationTotals = {
  organisations: none,
  ad_spaces: none,
  programs: none,
  applications: none,
  cases: none,
  appeals: none,
};

/** What waits and what is the matter. */
export function OverviewPage() {
  const { t } = useTranslation('operator');
  const totals = useApi<ModerationTotals>('/api/v1/moderation', {}, { every: EVERY_MS });
  const health = useApi<HealthReport>('/api/v1/health-report', {}, { every: EVERY_MS });
  return (
    <Page title={t('overview.title')} help="getting-started-operator" lead={t('overview.lead')}>
      <Section title={t('overview.waiting')}>
        <Loaded query={totals} shape={SHAPE}>
          {(found) => (
            <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }}>
              {queues.map((queue) => (
                <QueueCard key={queue} queue={queue} {...found[queue]} />
              ))}
            </SimpleGrid>
          )}
        </Loaded>
      </Section>
      <Section
        title={t('overview.alarms')}
        actions={<TextLink to="/operator/health">{t('overview.toHealth')}</TextLink>}
      >
        <Loaded query={health}>{(report) => <Alarms alarms={report.alarms} />}</Loaded>
      </Section>
      <RecruitingSuspended />
    </Page>
  );
}

function QueueCard({
  queue,
  waiting,
  oldest,
}: {
  readonly queue: Queue;
  readonly waiting: number;
  readonly oldest: string | null;
}) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const note = oldest === null ? t('overview.none') : t('overview.oldest', { ago: formats.ago(oldest, Date.now()) });
  const name = t(`overview.queues.${queue}`);
  return (
    <FigureCard
      name={name}
      value={formats.number(waiting)}
      note={
        <Group justify="space-between" gap="xs" mih="1.5rem">
          {note}
          {waiting === 0 ? null : <QueueLink queue={queue} label={`${t('overview.open')}: ${name}`} />}
        </Group>
      }
    />
  );
}

function QueueLink({ queue, label }: { readonly queue: Queue; readonly label: string }) {
  const { t } = useTranslation('operator');
  const shared = { size: 'sm', 'aria-label': label } as const;
  if (queue === 'cases') {
    return (
      <TextLink to="/operator/conduct" search={{ status: 'open' }} {...shared}>
        {t('overview.open')}
      </TextLink>
    );
  }
  if (queue === 'appeals') {
    return (
      <TextLink to="/operator/conduct" search={{ tab: 'sanctions', state: 'appealed' }} {...shared}>
        {t('overview.open')}
      </TextLink>
    );
  }
  return (
    <TextLink to="/operator/moderation" search={{ queue }} {...shared}>
      {t('overview.open')}
    </TextLink>
  );
}
