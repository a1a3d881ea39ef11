import { Button, Code, Group, List, Stack, Text, Title } from '@mantine/core';
import type { WhyPosting, WhyStep } from '../../../../contract/wire/why.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { type TraceTexts, useTraceTexts } from '../../kit/history/trace-text.ts';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { named } from '../figures/names.ts';
import { eventText } from './events.tsx';
import type { Telling } from './telling.ts';

/** The whole record behind the story. Whether it is shown stands in the address, so that a link leads straight to it. */
export function TraceSection(telling: Telling) {
  const { t } = telling;
  const { values, change } = useAddress({ open: '' });
  const isOpen = values.open === 'trace';
  return (
    <section id="why-trace" className="why-trace" aria-label={t('why.trace.title')}>
      <Group justify="space-between" gap="sm">
        <div>
          <Title order={2}>{t('why.trace.title')}</Title>
          <Text size="sm" c="dimmed">
            {t('why.trace.lead')}
          </Text>
        </div>
        <Button variant="default" aria-expanded={isOpen} onClick={() => change({ open: isOpen ? '' : 'trace' })}>
          {isOpen ? t('why.trace.hide') : t('why.trace.show')}
        </Button>
      </Group>
      {isOpen ? <Record {...telling} /> : null}
    </section>
  );
}

function Record(telling: Telling) {
  const { why, t } = telling;
  const texts = useTraceTexts(why.story);
  return (
    <Stack gap="lg" mt="md">
      <Versions {...telling} />
      <div>
        <Title order={3}>{t('why.trace.rules')}</Title>
        <DataTable
          caption={t('why.trace.rules')}
          columns={stepColumns(telling, texts)}
          rows={why.trace.map((step, index) => ({ step, index }))}
          rowKey={({ index }) => String(index)}
        />
      </div>
      <div>
        <Title order={3}>{t('why.trace.events')}</Title>
        {why.events.length === 0 ? (
          <Text size="sm">{t('why.trace.noEvents')}</Text>
        ) : (
          <>
            <List size="sm">
              {why.story.events
                .map((event, place) => ({ event, place }))
                .map(({ event, place }) => (
                  <List.Item key={place}>{eventText(event, telling)}</List.Item>
                ))}
            </List>
            <details>
              <summary>{t('why.trace.technical')}</summary>
              <Code block>{JSON.stringify(why.events, null, 2)}</Code>
            </details>
          </>
        )}
      </div>
      <div>
        <Title order={3}>{t('why.trace.entries')}</Title>
        <DataTable
          caption={t('why.trace.entries')}
          columns={entryColumns(telling)}
          rows={why.postings}
          rowKey={(row) => `${row.entry_id} ${row.account} ${row.amount}`}
        />
      </div>
    </Stack>
  );
}

function Versions({ why, t, at }: Telling) {
  const facts: readonly (readonly [string, string])[] = [
    [t('why.trace.terms'), why.terms_version ?? '—'],
    [t('why.trace.publication'), String(why.story.terms.publication ?? '—')],
    [t('why.trace.engine'), why.engine_version],
    [t('why.trace.revision'), String(why.revision)],
    [t('why.trace.decidedAt'), at(why.decided_at)],
  ];
  return (
    <div>
      <Title order={3}>{t('why.trace.versions')}</Title>
      <Text size="sm">{facts.map(([name, value]) => `${name}: ${value}`).join(' · ')}</Text>
      {why.click_id === null ? null : <CopyField label={t('why.trace.clickId')} value={why.click_id} />}
    </div>
  );
}

interface TracedStep {
  readonly step: WhyStep;
  readonly index: number;
}

function stepColumns({ t }: Telling, texts: TraceTexts): readonly Column<TracedStep>[] {
  return [
    {
      key: 'step',
      title: t('why.trace.step'),
      isHeader: true,
      cell: ({ step }) => (
        <span>
          {texts.step(step.step)}
          {step.line_id === null ? '' : ` (${t('why.trace.line', { line: step.line_id })})`}
        </span>
      ),
    },
    {
      key: 'outcome',
      title: t('why.trace.outcome'),
      cell: ({ step }) =>
        step.outcome === null ? (
          ''
        ) : (
          <StatusBadge tone={step.outcome === 'hit' ? 'good' : 'neutral'}>{t(`why.trace.${step.outcome}`)}</StatusBadge>
        ),
    },
    {
      key: 'read',
      title: t('why.trace.read'),
      cell: ({ step }) =>
        Object.entries(step.facts)
          .map(([name, value]) => texts.fact(name, value))
          .join(', '),
    },
    {
      key: 'detail',
      title: t('why.trace.detail'),
      cell: ({ step }) => (step.detail === null ? '' : texts.detail(step.detail)),
    },
  ];
}

function entryColumns({ why, t }: Telling): readonly Column<WhyPosting>[] {
  const zone = why.story.terms.time_zone;
  return [
    { key: 'entry', title: t('why.trace.entry'), cell: (row) => <Code>{row.entry_id}</Code>, isHeader: true },
    { key: 'when', title: t('why.ledger.when'), cell: (row) => <When at={row.recorded_at} zone={zone} /> },
    { key: 'what', title: t('why.ledger.what'), cell: (row) => named(t, 'entry', row.kind) },
    {
      key: 'account',
      title: t('why.ledger.account'),
      cell: (row) => <Named words={named(t, 'account', row.account)} code={row.account} />,
    },
    { key: 'rule', title: t('why.trace.rule'), cell: (row) => row.rule ?? '—' },
    {
      key: 'reason',
      title: t('why.ledger.reason'),
      cell: (row) => (row.reason === null ? '—' : <Named words={named(t, 'reason', row.reason)} code={row.reason} />),
    },
    {
      key: 'amount',
      title: t('why.ledger.amount'),
      cell: (row) => <Money amount={row.amount} currency={row.currency} sign />,
      align: 'right',
    },
  ];
}

/** In words, with the code by which rules, files and the API name it. */
function Named({ words, code }: { readonly words: string; readonly code: string }) {
  return (
    <Stack component="span" gap={0}>
      <span>{words}</span>
      {words === code ? null : (
        <Text span size="xs" c="dimmed" ff="monospace">
          {code}
        </Text>
      )}
    </Stack>
  );
}
