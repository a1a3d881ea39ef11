import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import type { QualityAnswer } from '../../../../contract/wire/quality.ts';
import type { ProposalList } from '../../../../contract/wire/terms.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { ProgramStatus } from '../program/program-states.tsx';

type Program = ProgramSettingsPage['programs'][number];

/** One program: where it stands, who raised an alarm today, whether terms wait for a second person. */
export function ProgramCard({ program }: { readonly program: Program }) {
  const { t } = useTranslation('advertiser');
  const { code, name, status, status_reason: reason } = program;
  const isOffered = !['draft', 'pending', 'declined', 'archived'].includes(status);
  return (
    <Paper withBorder radius="md" p="md">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Title order={3} fz="md">
            {name}
          </Title>
          <ProgramStatus status={status} />
        </Group>
        {reason === null ? null : <Text size="sm">{reason}</Text>}
        {isOffered ? <Alarms code={code} /> : null}
        <Proposals code={code} />
        <Group gap="md">
          <TextLink
            to="/advertiser/programs/$code"
            params={{ code }}
            size="sm"
            aria-label={`${t('programs.settings')}: ${name}`}
          >
            {t('programs.settings')}
          </TextLink>
          <TextLink
            to="/advertiser/terms/$code"
            params={{ code }}
            size="sm"
            aria-label={`${t('programs.termsOf')}: ${name}`}
          >
            {t('programs.termsOf')}
          </TextLink>
        </Group>
      </Stack>
    </Paper>
  );
}

function Alarms({ code }: { readonly code: string }) {
  const { t } = useTranslation('advertiser');
  const quality = useApi<QualityAnswer>(`/api/v1/programs/${code}/quality`);
  if (quality.data === undefined) return null;
  const raised = quality.data.ad_spaces.filter((each) => each.raised.length > 0);
  return (
    <Text size="sm" {...(raised.length > 0 ? { c: 'red' } : {})}>
      {t('overview.alarms')}: {raised.length === 0 ? t('overview.noAlarms') : raised.map(({ name }) => name).join(', ')}
    </Text>
  );
}

function Proposals({ code }: { readonly code: string }) {
  const { t } = useTranslation('advertiser');
  const proposals = useApi<ProposalList>(`/api/v1/programs/${code}/terms/proposals`);
  const waits = proposals.data?.proposals.some(({ status }) => status === 'open') ?? false;
  if (!waits) return null;
  return (
    <TextLink to="/advertiser/terms/$code" params={{ code }} search={{ tab: 'proposals' }} size="sm">
      {t('overview.proposals')}
    </TextLink>
  );
}
