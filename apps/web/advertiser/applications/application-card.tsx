import { Anchor, Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartnerApproval, PartnerChanged, PartnerRow } from '../../../../contract/wire/partners.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ReportViolation } from '../../kit/complaint/report-violation.tsx';
import { ApplicationHistory } from '../../kit/history/application-history.tsx';
import { TakeBackButton } from '../../kit/many/take-back.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { named } from '../daily/names.ts';
import { applicationKey, manyOfApplications } from './applications-many.ts';
import { DeclineForm } from './decline-form.tsx';

const TONES: Readonly<Record<PartnerRow['status'], Tone>> = {
  pending: 'waiting',
  joined: 'good',
  declined: 'bad',
  blocked: 'bad',
  disconnected: 'neutral',
};

interface CardProps {
  readonly partner: PartnerRow;
  readonly onDeclined: () => void;
}

/** One ad space and what it asks for, with what to judge it by. */
export function ApplicationCard({ partner, onDeclined }: CardProps) {
  const { t } = useTranslation('advertiser');
  const { ad_space: space, program, publisher, verdict } = partner;
  return (
    <Paper withBorder p="md" radius="md" component="article" aria-label={`${space.name}, ${program.name}`}>
      <Stack gap="xs">
        <Group justify="space-between" align="flex-start">
          <div>
            <Title order={2} size="h4">
              {space.name}
            </Title>
            <Text size="sm" c="dimmed">
              {publisher.name} · {program.name}
            </Text>
          </div>
          <Group gap="xs">
            {partner.agreement === 'not_needed' ? null : (
              <StatusBadge tone={partner.agreement === 'given' ? 'good' : 'attention'}>
                {t(`daily.applications.agreement.${partner.agreement}`)}
              </StatusBadge>
            )}
            <StatusBadge tone={TONES[partner.status]}>{t(`daily.applications.states.${partner.status}`)}</StatusBadge>
          </Group>
        </Group>
        <Evidence partner={partner} />
        {verdict === null ? null : (
          <Text size="sm">
            {t('daily.applications.reason')}: {verdict.reason} · <When at={verdict.at} />
          </Text>
        )}
        <Group>
          <ApplicationHistory
            path={`/api/v1/partners/${space.id}/${encodeURIComponent(program.code)}/history`}
            adSpace={space.name}
            program={program.name}
          />
          <ReportViolation about={{ programs: [program], program: program.code, adSpace: space }} isSmall />
        </Group>
        <Decisions partner={partner} onDeclined={onDeclined} />
      </Stack>
    </Paper>
  );
}

/** Addresses come from publishers: only web addresses become links. */
const isWebAddress = (url: string): boolean => /^https?:\/\//i.test(url);

function Evidence({ partner }: { readonly partner: PartnerRow }) {
  const { t } = useTranslation('advertiser');
  const { ad_space: space } = partner;
  const facts = [
    named(t, 'kind', space.kind),
    t('daily.applications.traffic').concat(': ', named(t, 'kind', partner.traffic_kind)),
    t(space.proven ? 'daily.applications.proven' : 'daily.applications.unproven'),
    ...(space.rewards === 'none'
      ? []
      : [t('daily.applications.rewards', { what: named(t, 'rewards', space.rewards) })]),
    ...(space.dropshipping ? [t('daily.applications.dropshipping')] : []),
    ...(space.brand_words.length === 0
      ? []
      : [t('daily.applications.resembles', { words: space.brand_words.join(', ') })]),
    ...(partner.misleading.length === 0
      ? []
      : [t('daily.applications.misleading', { phrases: partner.misleading.join(', ') })]),
    ...(partner.joined_through === null
      ? []
      : [t('daily.applications.joinedThrough', { program: partner.joined_through })]),
  ];
  return (
    <>
      {space.url === null ? null : isWebAddress(space.url) ? (
        <Anchor href={space.url} target="_blank" rel="noopener noreferrer nofollow" size="sm">
          {space.url}
        </Anchor>
      ) : (
        <Text size="sm">{space.url}</Text>
      )}
      <Text size="sm">{facts.join(' · ')}</Text>
      {space.description === '' ? null : <Text size="sm">{space.description}</Text>}
      {partner.justification === '' ? null : (
        <Text size="sm">
          <strong>{t('daily.applications.justification')}:</strong> {partner.justification}
        </Text>
      )}
      <Text size="sm" c="dimmed">
        {t('daily.applications.applied')} <When at={partner.applied_at} />
      </Text>
    </>
  );
}

const RENEWS = ['/api/v1/partners'] as const;

function Decisions({ partner, onDeclined }: CardProps) {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  const [declining, setDeclining] = useState(false);
  const name = partner.ad_space.name;
  const address = `/api/v1/partners/${partner.ad_space.id}/${encodeURIComponent(partner.program.code)}`;
  const approve = useSend<void, PartnerChanged>({
    method: 'POST',
    path: `${address}/approve`,
    body: (): PartnerApproval => ({ from: partner.status }),
    renews: RENEWS,
    done: t('daily.applications.approved', { name, count: partner.joins_also.length + 1 }),
  });
  const agree = useSend<void, PartnerChanged>({
    method: 'POST',
    path: `${address}/agree`,
    renews: RENEWS,
    done: t('daily.applications.agreed', { name }),
  });
  const isPending = partner.status === 'pending';
  const mayAgree = partner.agreement === 'missing' && (isPending || partner.status === 'joined');
  if (!mayWrite) return null;
  if (partner.reopenable) {
    return <TakeBackButton of={manyOfApplications('')} entry={{ key: applicationKey(partner), name }} />;
  }
  if (!(isPending || mayAgree)) return null;
  const problem = approve.problem ?? agree.problem;
  return (
    <>
      {isPending && partner.joins_also.length > 0 ? (
        <Text size="sm">{t('daily.applications.approveAlso', { programs: partner.joins_also.join(', ') })}</Text>
      ) : null}
      {problem === null ? null : <ProblemAlert problem={problem} />}
      <Group gap="sm">
        {isPending ? (
          <>
            <Button onClick={() => approve.run()} loading={approve.running}>
              {t('daily.applications.approve')}
            </Button>
            <Button variant="default" onClick={() => setDeclining(true)}>
              {t('daily.applications.decline')}
            </Button>
          </>
        ) : null}
        {mayAgree ? (
          <Button variant="light" onClick={() => agree.run()} loading={agree.running}>
            {t('daily.applications.agree')}
          </Button>
        ) : null}
      </Group>
      <DeclineForm
        partner={partner}
        opened={declining}
        address={address}
        onClose={() => setDeclining(false)}
        onDeclined={onDeclined}
      />
    </>
  );
}
