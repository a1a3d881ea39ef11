import { useTranslation } from 'react-i18next';
import type { ModeratedApplication, ModeratedApplications } from '../../../../contract/wire/moderation.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ApplicationHistory } from '../../kit/history/application-history.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Outside } from './ad-space-queue.tsx';
import { QueueFlow } from './queue-flow.tsx';
import type { Decision, QueueItem } from './queue-item.ts';

/** Applications of ad spaces to programs; their advertisers decide too. */
export function ApplicationQueue() {
  const { t } = useTranslation('operator');
  const found = useApi<ModeratedApplications>('/api/v1/moderation/applications', { limit: 500 });
  const judge = useSend<Decision>({
    method: 'POST',
    path: ({ item }) => `/api/v1/moderation/applications/${item.key}`,
    body: ({ approve, reason, code }) =>
      approve ? { verdict: 'approve', from: 'pending' } : { verdict: 'decline', from: 'pending', reason, code },
    renews: ['/api/v1/moderation'],
    done: null,
  });
  const kindOf = (key: string) => t(`kinds.${key}` as 'kinds.forum', { defaultValue: key });
  const itemOf = (application: ModeratedApplication): QueueItem => ({
    key: `${application.ad_space.id}/${application.program.code}`,
    name: `${application.ad_space.name} → ${application.program.name}`,
    note: application.publisher.name,
    since: application.applied_at,
    facts: [
      { name: t('common.publisher'), value: application.publisher.name },
      { name: t('moderation.facts.address'), value: <Outside url={application.ad_space.url} /> },
      { name: t('moderation.facts.trafficKind'), value: kindOf(application.traffic_kind) },
      ...(application.agreement_needed
        ? [{ name: t('moderation.facts.agreement'), value: t('moderation.facts.agreementNeeded') }]
        : []),
      ...(application.justification === ''
        ? []
        : [{ name: t('moderation.facts.justification'), value: application.justification }]),
      ...(application.misleading.length === 0
        ? []
        : [
            {
              name: t('conduct.rules.misleading'),
              value: <StatusBadge tone="attention">{application.misleading.join(', ')}</StatusBadge>,
            },
          ]),
      {
        name: t('moderation.facts.history'),
        value: (
          <ApplicationHistory
            path={`/api/v1/partners/${application.ad_space.id}/${application.program.code}/history`}
            adSpace={application.ad_space.name}
            program={application.program.name}
          />
        ),
      },
    ],
  });
  return (
    <Loaded query={found}>
      {(page) => (
        <QueueFlow
          queue="applications"
          items={page.applications.map(itemOf)}
          total={page.total}
          hasCodes
          running={judge.running}
          problem={judge.problem}
          onDecide={async (decision) => (await judge.runAsync(decision)) !== null}
        />
      )}
    </Loaded>
  );
}
