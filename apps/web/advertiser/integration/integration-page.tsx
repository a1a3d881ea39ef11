import { Button, Code, CopyButton, Group, Stack, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { samplesOf, sampleText } from '../../../../contract/order-samples.ts';
import type { ProgramKeysShown } from '../../../../contract/wire/program-keys.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { ProgramChoice, WithProgram } from '../daily/program-choice.tsx';
import type { LogFilters } from './intake-filters.tsx';
import { IntakeLog } from './intake-log.tsx';
import { Keys } from './keys.tsx';

/** How a shop reports orders, and what arrives. */
export function IntegrationPage() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ program: '', log: 'all', channel: '', result: '', order: '' });
  return (
    <Page title={t('daily.integration.title')} help="postbacks" lead={t('daily.integration.lead')}>
      <WithProgram named={values.program}>
        {(program) => <Integration program={program} filters={values} onChange={change} />}
      </WithProgram>
    </Page>
  );
}

interface IntegrationProps {
  readonly program: string;
  readonly filters: LogFilters;
  readonly onChange: (values: Partial<LogFilters> & { readonly program?: string }) => void;
}

function Integration({ program, filters, onChange }: IntegrationProps) {
  const { t } = useTranslation('advertiser');
  const keys = useApi<ProgramKeysShown>(`/api/v1/programs/${encodeURIComponent(program)}/keys`);
  return (
    <Stack gap="lg">
      <Group>
        <ProgramChoice
          label={t('daily.integration.program')}
          value={program}
          onChange={(chosen) => onChange({ program: chosen })}
        />
      </Group>
      <Loaded query={keys}>
        {(found) => (
          <Stack gap="xl">
            <Keys key={found.program} keys={found} />
            <Samples keys={found} />
            <IntakeLog program={found.program} filters={filters} onFilters={onChange} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

const FALLBACK_CURRENCY = 'USD';

function Samples({ keys }: { readonly keys: ProgramKeysShown }) {
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const program = { ...keys, currency: keys.default_currency ?? FALLBACK_CURRENCY };
  const samples = samplesOf(program, window.location.origin).filter(({ key }) => key !== 'pixel' || keys.pixel_allowed);
  return (
    <Section title={t('daily.integration.samples')} lead={t('daily.integration.samplesLead')}>
      <Stack gap="md">
        {samples.map((sample) => (
          <div key={sample.key}>
            <Group justify="space-between" mb={4} wrap="nowrap">
              <Title order={3} size="h5">
                {t(`daily.integration.${sample.key}`)}
              </Title>
              <CopyButton value={sampleText(sample)}>
                {({ copied, copy }) => (
                  <Button
                    size="compact-sm"
                    variant="subtle"
                    flex="none"
                    onClick={copy}
                    aria-label={`${frame('actions.copy')}: ${t(`daily.integration.${sample.key}`)}`}
                  >
                    {frame(copied ? 'actions.copied' : 'actions.copy')}
                  </Button>
                )}
              </CopyButton>
            </Group>
            <Code block tabIndex={0}>
              {sampleText(sample)}
            </Code>
          </div>
        ))}
      </Stack>
    </Section>
  );
}
