import { Button, Group, Paper, Stack, Text, Textarea, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProposalAnswer, ProposalDetail, ProposalList, WorkspaceAnswer } from '../../../../contract/wire/terms.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { useEarlyStart } from '../../kit/history/refusal-text.tsx';
import { Empty, Loaded, ProblemAlert } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { Sentences } from './changes-panel.tsx';
import { FindingText } from './findings-panel.tsx';

const TONES: Readonly<Record<ProposalAnswer['status'], Tone>> = {
  open: 'waiting',
  approved: 'good',
  declined: 'neutral',
};

type Program = WorkspaceAnswer['program'];
const pathOf = ({ code }: Program) => `/api/v1/programs/${code}/terms`;

/** Texts that wait for, or have got, a second yes. */
export function ProposalsPanel({ program }: { readonly program: Program }) {
  const { t } = useTranslation('advertiser');
  const proposals = useApi<ProposalList>(`${pathOf(program)}/proposals`);
  return (
    <Loaded
      query={proposals}
      isEmpty={(found) => found.proposals.length === 0}
      empty={<Empty title={t('terms.proposals.none')}>{t('terms.proposals.noneWhy')}</Empty>}
    >
      {(found) => (
        <Stack gap="md">
          {found.proposals.map((proposal) => (
            <OneProposal key={proposal.id} program={program} proposal={proposal} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function OneProposal({ program, proposal }: { readonly program: Program; readonly proposal: ProposalAnswer }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const { status, proposed_at: at, reason, approval, verdict } = proposal;
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Title order={2} fz="md">
            {t('terms.proposals.by', { when: formats.instant(at, program.time_zone) })}
          </Title>
          <StatusBadge tone={TONES[status]}>{t(`terms.proposals.status.${status}`)}</StatusBadge>
        </Group>
        <Text size="sm">
          {t('terms.proposals.reason')}: {reason}
        </Text>
        {verdict === null ? (
          <Text size="sm" c="dimmed">
            {t(approval === 'operator' ? 'terms.proposals.forOperator' : 'terms.proposals.forColleague')}
          </Text>
        ) : (
          <Text size="sm">
            {t('terms.proposals.verdict')}: {formats.instant(verdict.at, program.time_zone)} · {verdict.reason}
          </Text>
        )}
        {status === 'open' ? <OpenProposal program={program} id={proposal.id} /> : null}
      </Stack>
    </Paper>
  );
}

function OpenProposal({ program, id }: { readonly program: Program; readonly id: string }) {
  const { t, i18n } = useTranslation('advertiser');
  const early = useEarlyStart();
  const detail = useApi<ProposalDetail>(`${pathOf(program)}/proposals/${id}`, {
    language: i18n.resolvedLanguage ?? 'en',
  });
  return (
    <Loaded query={detail} rows={3}>
      {(found) => (
        <Stack gap="sm">
          {found.changes === null ? null : <Sentences sentences={found.changes} />}
          {found.findings.length === 0 ? null : (
            <div>
              <Text size="sm" fw={600}>
                {t('terms.proposals.why')}
              </Text>
              <Sentences sentences={found.findings.map(early)} />
            </div>
          )}
          {found.warnings.map((finding) => (
            <Group key={`${finding.code} ${finding.message}`} gap="sm" align="flex-start" wrap="nowrap">
              <StatusBadge tone="attention">{t('terms.findings.warning')}</StatusBadge>
              <div>
                <FindingText finding={finding} />
              </div>
            </Group>
          ))}
          {found.affected === null ? null : (
            <Text size="sm">
              {t('terms.proposals.affected', {
                decided: found.affected.decided.orders,
                undecided: found.affected.undecided.orders,
              })}
            </Text>
          )}
          <Verdict program={program} proposal={found} />
        </Stack>
      )}
    </Loaded>
  );
}

/** The second yes, or taking it back. Nobody approves what he proposed himself; the API and the database refuse it too. */
function Verdict({ program, proposal }: { readonly program: Program; readonly proposal: ProposalDetail }) {
  const { t } = useTranslation('advertiser');
  const { text: reason, write, forget } = useUnsent(`proposal ${proposal.id}`);
  const path = `${pathOf(program)}/proposals/${proposal.id}`;
  const common = { method: 'POST', body: () => ({ reason }), renews: [pathOf(program)], onDone: forget } as const;
  const approve = useSend({ ...common, path: `${path}/approve`, done: t('terms.proposals.approved') });
  const withdraw = useSend({ ...common, path: `${path}/decline`, done: t('terms.proposals.withdrawn') });
  if (!useMayWrite()) return null;
  const problem = approve.problem ?? withdraw.problem;
  const isMine = proposal.own || proposal.approval === 'operator';
  const isReady = reason.trim() !== '';
  return (
    <Stack gap="xs">
      {proposal.own && proposal.approval === 'colleague' ? <Text size="sm">{t('terms.proposals.own')}</Text> : null}
      <Textarea
        label={t('terms.proposals.yourReason')}
        required
        autosize
        value={reason}
        onChange={(event) => write(event.currentTarget.value)}
      />
      {isMine ? null : (
        <Text size="sm" c="dimmed">
          {t('terms.proposals.approveWhat', { name: program.name })}
        </Text>
      )}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        {isMine ? null : (
          <Button disabled={!isReady} loading={approve.running} onClick={() => approve.run()}>
            {t('terms.proposals.approve')}
          </Button>
        )}
        <Button variant="default" disabled={!isReady} loading={withdraw.running} onClick={() => withdraw.run()}>
          {t('terms.proposals.withdraw')}
        </Button>
      </Group>
    </Stack>
  );
}
