import './why.css';
import { Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { OrderRemarks } from '../../kit/history/order-remarks.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Loaded, Waiting } from '../../kit/page/states.tsx';
import { sumOf } from '../../kit/values/decimals.ts';
import { ActionStatus } from '../figures/status.tsx';
import { ElsewhereChapter, LedgerChapter, NextChapter } from './afterwards.tsx';
import { ArithmeticChapter } from './arithmetic.tsx';
import { ClickChapter, OrderChapter, OwnerChapter, RuleChapter } from './chapters.tsx';
import { DecisionsChapter } from './decisions.tsx';
import { EventsChapter } from './events.tsx';
import { PathPicture } from './path-picture.tsx';
import { type Telling, useTelling } from './telling.ts';
import { TraceSection } from './trace.tsx';

/** Why an order earns what it earns: `?program=…&order=…` names it; `open=trace` shows the whole record. */
export function WhyPage() {
  const { t, i18n } = useTranslation('publisher');
  const { values } = useAddress({ program: '', order: '' });
  const name = [values.program, values.order]
    .filter((part) => part !== '')
    .map(encodeURIComponent)
    .join('/');
  const why = useApi<WhyAnswer>(`/api/v1/orders/${name}/why`, { language: i18n.resolvedLanguage ?? 'en' });
  return (
    <Page
      title={t('why.title', { order: values.order })}
      help="why"
      lead={t('why.lead')}
      actions={<TextLink to="/publisher/actions">{t('why.back')}</TextLink>}
    >
      <Loaded query={why} rows={12}>
        {(found) => <Story why={found} />}
      </Loaded>
    </Page>
  );
}

function Story({ why }: { readonly why: WhyAnswer }) {
  const telling = useTelling(why);
  if (telling.names.programs.length === 0) return <Waiting rows={12} />;
  return (
    <Stack gap="xl">
      <Hero {...telling} />
      <PathPicture {...telling} />
      <Text size="sm" c="dimmed">
        {telling.t('why.zone', { zone: why.story.terms.time_zone })}
      </Text>
      <ol className="why-chapters">
        <ClickChapter {...telling} />
        <OrderChapter {...telling} />
        <OwnerChapter {...telling} />
        <RuleChapter {...telling} />
        <EventsChapter {...telling} />
        <ArithmeticChapter {...telling} />
        <LedgerChapter {...telling} />
        <DecisionsChapter {...telling} />
        <NextChapter {...telling} />
        <ElsewhereChapter {...telling} />
      </ol>
      <TraceSection {...telling} />
    </Stack>
  );
}

/** The answer before the story: how much, in which state, and the one sentence that says it. */
function Hero({ why, t, formats, names, said }: Telling) {
  const { amount, currency } = why.commission;
  const isTakenBack = why.status === 'deducted';
  const shown = isTakenBack ? sumOf(why.story.lines.map(({ deducted }) => deducted)) : amount;
  return (
    <Paper withBorder radius="md" p="lg" className="why-hero">
      <Group justify="space-between" align="flex-start" gap="md">
        <div>
          <Text c="dimmed">{t(`why.hero.${why.status}` as 'why.hero.approved')}</Text>
          <Text component="p" className="why-amount figure">
            {formats.money(shown, currency)}
          </Text>
        </div>
        <div className="why-state">
          <ActionStatus status={why.status} />
          <Text size="sm">{names.program(why.program)}</Text>
        </div>
      </Group>
      {why.sentences.slice(0, 1).map((sentence) => (
        <Text key={sentence}>{said(sentence)}</Text>
      ))}
      <OrderRemarks program={why.program} order={why.order_id} />
    </Paper>
  );
}
