import { Anchor } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ModeratedAdSpace, ModeratedAdSpaces } from '../../../../contract/wire/moderation.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Loaded } from '../../kit/page/states.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import type { Fact } from '../look/facts.tsx';
import { QueueFlow } from './queue-flow.tsx';
import type { Decision, QueueItem } from './queue-item.ts';

/** Ad spaces that wait for a look. */
export function AdSpaceQueue() {
  const { t } = useTranslation('operator');
  const found = useApi<ModeratedAdSpaces>('/api/v1/moderation/ad-spaces', { limit: 500 });
  const judge = useSend<Decision>({
    method: 'POST',
    path: ({ item }) => `/api/v1/moderation/ad-spaces/${item.key}/verdict`,
    body: ({ approve, reason, code }) =>
      approve ? { status: 'active', from: 'pending' } : { status: 'rejected', from: 'pending', reason, code },
    renews: ['/api/v1/moderation'],
    done: null,
  });
  return (
    <Loaded query={found}>
      {(page) => (
        <QueueFlow
          queue="ad_spaces"
          items={page.ad_spaces.map((adSpace) => itemOf(adSpace, t))}
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

function itemOf(adSpace: ModeratedAdSpace, t: TFunction<'operator'>): QueueItem {
  return {
    key: adSpace.id,
    name: adSpace.name,
    note: adSpace.publisher.name,
    since: adSpace.created_at,
    facts: [...warnings(adSpace, t), ...known(adSpace, t)],
  };
}

/** What makes somebody look twice comes first. */
function warnings({ held_for: heldFor, rewards, dropshipping }: ModeratedAdSpace, t: TFunction<'operator'>): Fact[] {
  const facts: Fact[] = [];
  for (const rule of ['false_association', 'misleading'] as const) {
    const words = heldFor
      .filter((finding) => finding.rule === rule)
      .map(({ word, field }) => t('moderation.facts.heldWord', { word, field: t(`moderation.fields.${field}`) }));
    if (words.length === 0) continue;
    facts.push({
      name: rule === 'misleading' ? t('conduct.rules.misleading') : t('moderation.facts.heldFor'),
      value: <StatusBadge tone="attention">{words.join(', ')}</StatusBadge>,
    });
  }
  if (rewards !== 'none')
    facts.push({ name: t('moderation.facts.rewards'), value: t(`moderation.rewards.${rewards}`) });
  if (dropshipping) facts.push({ name: t('moderation.facts.dropshipping'), value: t('moderation.facts.yes') });
  return facts;
}

function known(adSpace: ModeratedAdSpace, t: TFunction<'operator'>): Fact[] {
  const { url, proof, prelander_url: prelander, behaviours, description } = adSpace;
  const kind = t(`kinds.${adSpace.kind}` as 'kinds.forum', { defaultValue: adSpace.kind });
  const method = proof.method === null ? null : t(`moderation.methods.${proof.method}`);
  const facts: Fact[] = [
    { name: t('moderation.facts.address'), value: <Outside url={url} /> },
    { name: t('common.kind'), value: kind },
    {
      name: t('moderation.facts.proof'),
      value: (
        <StatusBadge tone={method === null ? 'attention' : 'good'}>
          {method === null ? t('moderation.facts.notProven') : t('moderation.facts.proven', { method })}
        </StatusBadge>
      ),
    },
  ];
  if (prelander !== null) facts.push({ name: t('moderation.facts.prelander'), value: <Outside url={prelander} /> });
  if (behaviours.length > 0) {
    const said = behaviours.map((behaviour) => t(`behaviours.${behaviour}`));
    facts.push({ name: t('moderation.facts.behaviours'), value: said.join(' · ') });
  }
  if (description !== '') facts.push({ name: t('moderation.facts.description'), value: description });
  return facts;
}

/** An address somebody wrote: followed only where it is one of the web (T-10). */
export function Outside({ url }: { readonly url: string | null }) {
  if (url === null) return <span>—</span>;
  if (!/^https?:\/\//.test(url)) return <span>{url}</span>;
  return (
    <Anchor href={url} target="_blank" rel="noopener noreferrer nofollow">
      {url}
    </Anchor>
  );
}
