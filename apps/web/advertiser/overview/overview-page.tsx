import { Group, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { DeskPage } from '../../../../contract/wire/order-desk.ts';
import type { PartnersPage } from '../../../../contract/wire/partners.ts';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { ProgramCard } from './program-card.tsx';

/** What waits, what the last 30 days brought, and each program at a glance. */
export function OverviewPage() {
  const { t } = useTranslation('advertiser');
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', { limit: 200 });
  return (
    <Page title={t('overview.title')} help="getting-started-advertiser" lead={t('overview.lead')}>
      <Loaded query={programs} isEmpty={(found) => found.programs.length === 0} empty={<Begin />}>
        {(found) => (
          <Stack gap="xl">
            <Waiting />
            <LastDays />
            <Section title={t('overview.programs')}>
              <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
                {found.programs.map((program) => (
                  <ProgramCard key={program.code} program={program} />
                ))}
              </SimpleGrid>
            </Section>
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

function Begin() {
  const { t } = useTranslation('advertiser');
  const mayWrite = useMayWrite();
  return (
    <Empty title={t('overview.begin')}>
      <Stack gap="md" align="center">
        <Text size="sm">{t('overview.beginWhy')}</Text>
        {mayWrite ? <ButtonLink to="/advertiser/programs/new">{t('programs.new')}</ButtonLink> : null}
      </Stack>
    </Empty>
  );
}

function Waiting() {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const orders = useApi<DeskPage>('/api/v1/order-desk', { status: 'pending', limit: 1 });
  const applications = useApi<PartnersPage>('/api/v1/partners', { status: 'pending', limit: 1 });
  return (
    <Section title={t('overview.waiting')}>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
        <Loaded query={orders} rows={2}>
          {({ total }) => (
            <FigureCard
              name={t('overview.orders')}
              value={formats.number(total)}
              link={
                <TextLink to="/advertiser/orders" search={{ status: 'pending' }} size="sm">
                  {t('overview.open')}
                </TextLink>
              }
            />
          )}
        </Loaded>
        <Loaded query={applications} rows={2}>
          {({ total }) => (
            <FigureCard
              name={t('overview.applications')}
              value={formats.number(total)}
              link={
                <TextLink to="/advertiser/applications" search={{ status: 'pending' }} size="sm">
                  {t('overview.open')}
                </TextLink>
              }
            />
          )}
        </Loaded>
      </SimpleGrid>
    </Section>
  );
}

function LastDays() {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const report = useApi<ReportAnswer>('/api/v1/reports', { group_by: 'program' });
  return (
    <Section title={t('overview.lastDays')}>
      <Loaded query={report} rows={3}>
        {({ total, since, until }) => (
          <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
            <FigureCard
              name={t('overview.clicks')}
              value={total.clicks === null ? '—' : formats.number(total.clicks)}
              link={
                <TextLink to="/advertiser/quality" size="sm">
                  {t('overview.clicksWhy')}
                </TextLink>
              }
            />
            <FigureCard
              name={t('overview.actions')}
              value={formats.number(total.actions.total)}
              link={
                <TextLink to="/advertiser/orders" search={{ since, until }} size="sm">
                  {t('overview.ordersWhy')}
                </TextLink>
              }
            />
            <FigureCard
              name={t('overview.spend')}
              value={<Spend rewards={total.rewards} />}
              note={t('overview.spendNote')}
            />
          </SimpleGrid>
        )}
      </Loaded>
    </Section>
  );
}

/** Approved and still open, each in its currency; the API adds, the browser only shows both. */
function Spend({ rewards }: { readonly rewards: ReportAnswer['total']['rewards'] }) {
  if (rewards.length === 0) return <>—</>;
  return (
    <Stack gap={2}>
      {rewards.map(({ currency, approved, pending }) => (
        <Group key={currency} gap="xs">
          <Money amount={approved} currency={currency} />
          <Text span size="sm" c="dimmed" fw={400}>
            + <Money amount={pending} currency={currency} />
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
