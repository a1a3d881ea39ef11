import { useTranslation } from 'react-i18next';
import type { ModerationTotals, OrganisationPage } from '../../../../contract/wire/moderation.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { QueueFlow } from './queue-flow.tsx';
import type { Decision, QueueItem } from './queue-item.ts';

/** Organisations whose owners have proven their mail addresses and wait to be let in. */
export function OrganisationQueue() {
  const { t } = useTranslation(['operator', 'frame']);
  const formats = useFormats();
  const found = useApi<OrganisationPage>('/api/v1/moderation/organisations', {
    status: 'pending',
    sort: 'oldest',
    limit: 500,
  });
  const totals = useApi<ModerationTotals>('/api/v1/moderation');
  const judge = useSend<Decision>({
    method: 'POST',
    path: ({ item }) => `/api/v1/moderation/organisations/${item.key}/status`,
    body: ({ approve, reason }) =>
      approve ? { status: 'active', from: 'pending' } : { status: 'declined', from: 'pending', reason },
    renews: ['/api/v1/moderation'],
    done: null,
  });
  const itemOf = (organisation: OrganisationPage['organisations'][number]): QueueItem => ({
    key: organisation.id,
    name: organisation.name,
    note: t(`frame:kinds.${organisation.kind}`),
    since: organisation.created_at,
    facts: [
      {
        name: t('moderation.facts.owner'),
        value:
          organisation.owner === null
            ? t('people.noOwner')
            : `${organisation.owner.name} · ${organisation.owner.email}`,
      },
      { name: t('moderation.facts.members'), value: formats.number(organisation.members) },
      {
        name: t('people.name'),
        value: (
          <TextLink to="/operator/people/$id" params={{ id: organisation.id }}>
            {organisation.name}
          </TextLink>
        ),
      },
    ],
  });
  return (
    <Loaded query={found}>
      {(page) => {
        const items = page.organisations.map(itemOf);
        return (
          <QueueFlow
            queue="organisations"
            items={items}
            total={totals.data?.organisations.waiting ?? items.length}
            hasCodes={false}
            running={judge.running}
            problem={judge.problem}
            onDecide={async (decision) => (await judge.runAsync(decision)) !== null}
          />
        );
      }}
    </Loaded>
  );
}
