import { Alert, Button, Group, List, Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LedgerState } from '../../../../contract/wire/ledger.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { useFormats } from '../../kit/values/format.ts';
import '../look/operator.css';
import { BookFault } from './book-fault.tsx';

const PATH = '/api/v1/ledger/state';
const EVERY_MS = 2_000;
const SHAPE: LedgerState = {
  entries: '0',
  sealed: '0',
  unsealed: '0',
  head: { position: '0', hash: '0'.repeat(64), at: '2022-01-01T00:00:00.000Z' },
  check: { running: null, last: null, failed: null },
};

/** How many entries there are, how far they are sealed, and a check of all of it. */
export function BookState() {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const mayWrite = useMayWrite();
  const state = useApi<LedgerState>(PATH, {}, { every: EVERY_MS });
  const check = useSend<void>({
    method: 'POST',
    path: '/api/v1/ledger/checks',
    body: null,
    renews: [PATH],
    done: null,
  });
  return (
    <Section
      title={t('ledger.state')}
      actions={
        mayWrite ? (
          <Button
            variant="default"
            onClick={() => check.run()}
            loading={check.running || state.data?.check.running !== null}
            disabled={state.data === undefined}
          >
            {t('ledger.check')}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={state} shape={SHAPE}>
        {(found) => (
          <Stack gap="sm">
            <SimpleGrid cols={{ base: 1, xs: 3 }}>
              <FigureCard name={t('ledger.entries')} value={formats.number(found.entries)} />
              <FigureCard
                name={t('ledger.sealed')}
                value={formats.number(found.sealed)}
                note={found.head === null ? t('ledger.noHead') : <When at={found.head.at} />}
              />
              <FigureCard name={t('ledger.unsealed')} value={formats.number(found.unsealed)} />
            </SimpleGrid>
            {found.head === null ? null : (
              <Text size="xs" c="dimmed">
                {t('ledger.head')}: <span className="hash">{found.head.hash}</span>
              </Text>
            )}
            <CheckResult check={found.check} />
          </Stack>
        )}
      </Loaded>
      {check.problem === null ? null : <ProblemAlert problem={check.problem} />}
    </Section>
  );
}

function CheckResult({ check }: { readonly check: LedgerState['check'] }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { running, last, failed } = check;
  if (running !== null) {
    const share = running.total === '0' ? 0 : (Number(running.done) / Number(running.total)) * 100;
    const label = t('ledger.checking', { done: formats.number(running.done), total: formats.number(running.total) });
    return (
      <Group gap="md" role="status">
        <Progress value={share} w="12rem" aria-label={label} />
        <Text size="sm">{label}</Text>
      </Group>
    );
  }
  if (failed !== null) return <Alert color="red">{t(`ledger.checkFailed.${failed}`)}</Alert>;
  if (last === null) {
    return (
      <Text size="sm" c="dimmed">
        {t('ledger.notChecked')}
      </Text>
    );
  }
  const when = formats.instant(last.at);
  if (last.findings.length === 0) {
    return (
      <Alert color="teal" variant="light">
        {t('ledger.checkedWell', { when, entries: formats.number(last.entries) })}
      </Alert>
    );
  }
  return (
    <Alert color="red" variant="light" title={t('ledger.checkedBad', { when, count: last.findings.length })}>
      <List size="sm">
        {last.findings.map((finding) => (
          <List.Item key={`${finding.entry} ${finding.detail}`}>
            <BookFault {...finding} />
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
