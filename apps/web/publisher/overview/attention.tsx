import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AdSpaceStatus } from '../../../../contract/wire/ad-spaces.ts';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import type { SanctionPage } from '../../../../contract/wire/conduct.ts';
import type { NoticesPage } from '../../../../contract/wire/notices.ts';
import type { WaitingRules } from '../../../../contract/wire/rules.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Section } from '../../kit/page/page.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { useOwnAdSpaces } from '../ad-spaces/own-ad-spaces.ts';

export interface Matter {
  readonly key: string;
  readonly text: string;
  readonly to: string;
  readonly params?: Readonly<Record<string, string>>;
}

/** States of an ad space in which somebody has to do or to know something, what is most urgent first. */
const open = ['blocked', 'rejected', 'new', 'pending'] as const satisfies readonly AdSpaceStatus[];
/** More of one sort are told together. */
const SPACES_MAX = 5;

/** What somebody should look at, each with the way there. */
export function Attention(props: {
  readonly matters: readonly Matter[];
  /** Nothing at all where there is nothing: beside the first steps. */
  readonly isQuiet?: boolean;
}) {
  const { t } = useTranslation('publisher');
  const { matters } = props;
  if (props.isQuiet === true && matters.length === 0) return null;
  return (
    <Section title={t('overview.attention')}>
      {matters.length === 0 ? <Text c="dimmed">{t('overview.nothing')}</Text> : null}
      <List spacing={6}>
        {matters.map(({ key, text, to, params }) => (
          <List.Item key={key}>
            <TextLink to={to} {...(params === undefined ? {} : { params })}>
              {text}
            </TextLink>
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

/** All of them; `null` until each is known, so that none pushes the others away. */
export function useMatters(states: BalanceStates | null): readonly Matter[] | null {
  const spaces = useSpaceMatters();
  const rules = useRuleMatters();
  const others = useOtherMatters(states);
  return spaces === null || rules === null || others === null ? null : [...rules, ...others, ...spaces];
}

/** Each ad space that is not simply active; `null` until they are known. */
function useSpaceMatters(): readonly Matter[] | null {
  const { t } = useTranslation('publisher');
  const spaces = useOwnAdSpaces();
  if (spaces.data === undefined) return spaces.isError ? [] : null;
  const known = spaces.data;
  const matters = open.flatMap((state) =>
    known
      .filter(({ status }) => status === state)
      .map(({ id, name }): Matter => {
        const text = t(`overview.spaces.${state}`, { name });
        return { key: id, text, to: '/publisher/ad-spaces/$id', params: { id } };
      }),
  );
  const more = matters.length - SPACES_MAX;
  if (more <= 1) return matters;
  const rest = { key: 'more', text: t('overview.spacesMore', { count: more }), to: '/publisher/ad-spaces' };
  return [...matters.slice(0, SPACES_MAX), rest];
}

/** New versions of rules ask again (S-111). */
function useRuleMatters(): readonly Matter[] | null {
  const { t } = useTranslation('publisher');
  const waiting = useApi<WaitingRules>('/api/v1/rules-waiting');
  if (waiting.isPending) return null;
  return (waiting.data?.rules ?? []).map(({ program, program_name: name, version }) => {
    const text = t('overview.rules', { program: name, version });
    return { key: `rules ${program}`, text, to: '/publisher/programs/$code', params: { code: program } };
  });
}

function useOtherMatters(states: BalanceStates | null): readonly Matter[] | null {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const notices = useApi<NoticesPage>('/api/v1/notices', { limit: 1 });
  const sanctions = useApi<SanctionPage>('/api/v1/conduct/sanctions', { state: 'in_force' });
  if (notices.isPending || sanctions.isPending) return null;
  const unread = notices.data?.unread ?? 0;
  const below = (states?.totals ?? []).filter(({ available }) => available.startsWith('-'));
  const open = (sanctions.data?.sanctions ?? []).filter((each) => each.may_appeal && each.appeal === null);
  return [
    ...open.flatMap(({ id, program_name: program, appeal_until: until }) => {
      if (until === null) return [];
      const text = t('overview.sanction', { program, until: formats.instant(until) });
      return [{ key: id, text, to: '/publisher/conduct' }];
    }),
    ...below.map(({ currency, available }) => {
      const text = t('overview.negative', { currency, amount: formats.money(available, currency) });
      return { key: `below ${currency}`, text, to: '/publisher/balance' };
    }),
    ...(unread === 0
      ? []
      : [{ key: 'notices', text: t('overview.unread', { count: unread }), to: '/publisher/notices' }]),
  ];
}
