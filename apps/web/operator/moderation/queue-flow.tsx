import { Alert, Badge, Button, Grid, Group, Paper, Stack, Switch, Text, Title, UnstyledButton } from '@mantine/core';
import { useHotkeys, useLocalStorage } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import type { Problem } from '../../kit/api/api.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { TakeBack } from '../../kit/many/take-back.tsx';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { Empty, ProblemAlert } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { Facts } from '../look/facts.tsx';
import { DeclineForm } from './decline-form.tsx';
import type { Decision, QueueItem, QueueName } from './queue-item.ts';
import { manyOfQueue } from './queue-many.ts';
import '../look/operator.css';
import { useUnsent } from '../../kit/forms/use-unsent.ts';

export interface QueueFlowProps {
  readonly queue: QueueName;
  readonly items: readonly QueueItem[];
  /** How many wait in all; the list has the first of them. */
  readonly total: number;
  /** Whether a decline has a code for the statistics. */
  readonly hasCodes: boolean;
  readonly running: boolean;
  readonly problem: Problem | null;
  /** Resolves with whether it was done. */
  readonly onDecide: (decision: Decision) => Promise<boolean>;
}

/** What waits, one after the other, with the keyboard alone if one likes. */
export function QueueFlow(props: QueueFlowProps) {
  const { t } = useTranslation('operator');
  const client = useQueryClient();
  const [refused, setRefused] = useState<QueueItem | null>(null);
  const [declined, setDeclined] = useState<QueueItem | null>(null);
  // Refused, and gone after a fresh look: somebody else was faster.
  const isTaken = refused !== null && !props.items.some(({ key }) => key === refused.key);
  const onDecide = async (decision: Decision): Promise<boolean> => {
    setRefused(null);
    setDeclined(null);
    const done = await props.onDecide(decision);
    if (done && !decision.approve) setDeclined(decision.item);
    if (!done) {
      setRefused(decision.item);
      await client.invalidateQueries({ predicate: ({ queryKey }) => QUEUES.test(String(queryKey[0])) });
    }
    return done;
  };
  return (
    <Stack gap="md">
      {isTaken ? <Alert color="orange">{t('moderation.taken', { name: refused.name })}</Alert> : null}
      {declined === null ? null : (
        <TakeBack key={declined.key} of={manyOfQueue(props.queue)} entry={declined} onClose={() => setDeclined(null)} />
      )}
      <Flow {...props} problem={isTaken ? null : props.problem} onDecide={onDecide} />
    </Stack>
  );
}

/** What may have changed when a decision was refused. */
const QUEUES = /^\/api\/v1\/(moderation|program-settings)/;

function Flow(props: QueueFlowProps) {
  const { t } = useTranslation('operator');
  const say = useNotice();
  const { items } = props;
  const { values, change } = useAddress({ item: '' });
  const index = Math.max(
    0,
    items.findIndex(({ key }) => key === values.item),
  );
  const item = items[index];
  if (item === undefined) return <Empty title={t('moderation.empty')}>{t('moderation.emptyWhy')}</Empty>;
  const go = (to: number): void => {
    const next = items[Math.min(items.length - 1, Math.max(0, to))];
    if (next !== undefined) change({ item: next.key });
  };
  const decide = async (decision: Decision): Promise<boolean> => {
    const next = items[index + 1] ?? items[index - 1];
    const done = await props.onDecide(decision);
    if (done) {
      // A decline stands above the queue, where it can be taken back.
      if (decision.approve) say(t('moderation.approved', { name: item.name }));
      change({ item: next?.key ?? '' });
    }
    return done;
  };
  return (
    <Grid gap="lg">
      <Grid.Col span={4} visibleFrom="md">
        <QueueList items={items} current={index} onChoose={go} />
      </Grid.Col>
      <Grid.Col span={{ base: 12, md: 8 }}>
        <OneItem key={item.key} {...props} item={item} index={index} onGo={go} onDecide={decide} />
      </Grid.Col>
    </Grid>
  );
}

function QueueList(props: {
  readonly items: readonly QueueItem[];
  readonly current: number;
  readonly onChoose: (index: number) => void;
}) {
  const { t } = useTranslation('operator');
  return (
    <Paper withBorder radius="md" component="nav" aria-label={t('moderation.list')} className="queue-list">
      {props.items.map((item, index) => (
        <UnstyledButton
          key={item.key}
          className="queue-item"
          aria-current={index === props.current}
          onClick={() => props.onChoose(index)}
        >
          <Text fw={600} size="sm">
            {item.name}
          </Text>
          <Text size="xs" c="dimmed">
            {item.note} · <When at={item.since} />
          </Text>
        </UnstyledButton>
      ))}
    </Paper>
  );
}

interface OneItemProps extends QueueFlowProps {
  readonly item: QueueItem;
  readonly index: number;
  readonly onGo: (index: number) => void;
}

function OneItem({ item, index, items, total, hasCodes, running, problem, onGo, onDecide }: OneItemProps) {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  const [isDeclining, setIsDeclining] = useState(false);
  const draft = useUnsent(`decline ${item.key}`);
  const [shortcuts, setShortcuts] = useLocalStorage({ key: 'tributary-moderation-keys', defaultValue: true });
  const approve = () => void onDecide({ item, approve: true, reason: '', code: '' });
  const decline = async (reason: string, code: string): Promise<void> => {
    if (await onDecide({ item, approve: false, reason, code })) draft.forget();
  };
  // Letters alone act only where nobody types, and can be switched off (WCAG 2.1.4).
  const when = (act: () => void) => () => {
    if (shortcuts && !running) act();
  };
  useHotkeys([
    ['a', when(() => mayWrite && approve())],
    ['d', when(() => setIsDeclining(mayWrite))],
    ['j', when(() => onGo(index + 1))],
    ['k', when(() => onGo(index - 1))],
  ]);
  return (
    <Stack gap="md">
      <ItemHead item={item} index={index} count={items.length} total={total} onGo={onGo} />
      <Facts facts={item.facts} />
      {isDeclining ? (
        <DeclineForm
          hasCodes={hasCodes}
          running={running}
          problem={problem}
          onCancel={() => setIsDeclining(false)}
          draft={draft}
          onDecline={(reason, code) => void decline(reason, code)}
        />
      ) : (
        <>
          {mayWrite ? <Verdicts running={running} onApprove={approve} onDecline={() => setIsDeclining(true)} /> : null}
          {problem === null ? null : <ProblemAlert problem={problem} />}
        </>
      )}
      <Group gap="md" visibleFrom="sm">
        <Switch
          size="xs"
          label={t('moderation.shortcuts')}
          checked={shortcuts}
          onChange={(event) => setShortcuts(event.currentTarget.checked)}
        />
        <Text size="xs" c="dimmed">
          {t('moderation.keys')}
        </Text>
      </Group>
    </Stack>
  );
}

function Verdicts(props: {
  readonly running: boolean;
  readonly onApprove: () => void;
  readonly onDecline: () => void;
}) {
  const { t } = useTranslation('operator');
  return (
    <Group gap="sm">
      <Button onClick={props.onApprove} loading={props.running} aria-keyshortcuts="a">
        {t('moderation.approve')}
      </Button>
      <Button variant="default" onClick={props.onDecline} disabled={props.running} aria-keyshortcuts="d">
        {t('moderation.decline')}
      </Button>
    </Group>
  );
}

function ItemHead(props: {
  readonly item: QueueItem;
  readonly index: number;
  readonly count: number;
  readonly total: number;
  readonly onGo: (index: number) => void;
}) {
  const { t } = useTranslation('operator');
  const { item, index, count, total, onGo } = props;
  return (
    <Group justify="space-between" gap="sm">
      <div>
        <Title order={2}>{item.name}</Title>
        <Text size="sm" c="dimmed">
          {item.note} · {t('moderation.waitingSince')} <When at={item.since} />
        </Text>
      </div>
      <Group gap="xs">
        <Badge variant="default" radius="sm" tt="none">
          {t('moderation.position', { position: index + 1, total })}
        </Badge>
        <Button variant="default" size="xs" disabled={index === 0} onClick={() => onGo(index - 1)}>
          {t('moderation.previous')}
        </Button>
        <Button variant="default" size="xs" disabled={index >= count - 1} onClick={() => onGo(index + 1)}>
          {t('moderation.next')}
        </Button>
      </Group>
    </Group>
  );
}
