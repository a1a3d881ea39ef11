import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdSpacePage } from '../../../../contract/wire/ad-spaces.ts';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import type { NoticesPage } from '../../../../contract/wire/notices.ts';
import { useFormats } from '../../kit/format.ts';
import { Section } from '../../kit/page.tsx';
import { Waiting } from '../../kit/states.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useApi } from '../../kit/use-api.ts';

interface Matter {
  readonly key: string;
  readonly text: string;
  readonly to: string;
}

/** States of an ad space in which somebody has to do or to know something. */
const open = ['new', 'pending', 'rejected', 'blocked'] as const;

/** What somebody should look at, each with the way there. */
export function Attention({ states }: { readonly states: BalanceStates | null }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const notices = useApi<NoticesPage>('/api/v1/notices', { limit: 1 });
  const spaces = useApi<AdSpacePage>('/api/v1/ad-spaces', {});
  const matters: Matter[] = [];
  const unread = notices.data?.unread ?? 0;
  if (unread > 0)
    matters.push({ key: 'notices', text: t('overview.unread', { count: unread }), to: '/publisher/notices' });
  for (const space of spaces.data?.ad_spaces ?? []) {
    const state = open.find((each) => each === space.status);
    if (state !== undefined) {
      const text = t(`overview.spaces.${state}`, { name: space.name });
      matters.push({ key: space.id, text, to: '/publisher/ad-spaces' });
    }
  }
  if (spaces.data?.ad_spaces.length === 0) {
    matters.push({ key: 'no-space', text: t('overview.noSpace'), to: '/publisher/ad-spaces' });
  }
  for (const { currency, available } of states?.totals ?? []) {
    if (!available.startsWith('-')) continue;
    const text = t('overview.negative', { currency, amount: formats.money(available, currency) });
    matters.push({ key: `below ${currency}`, text, to: '/publisher/balance' });
  }
  return (
    <Section title={t('overview.attention')}>
      {spaces.isPending ? <Waiting rows={2} /> : null}
      {!spaces.isPending && matters.length === 0 ? <Text c="dimmed">{t('overview.nothing')}</Text> : null}
      <List spacing={6}>
        {matters.map(({ key, text, to }) => (
          <List.Item key={key}>
            <TextLink to={to}>{text}</TextLink>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}
