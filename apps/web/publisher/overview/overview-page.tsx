import { SimpleGrid, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ActionsAnswer } from '../../../../contract/wire/actions.ts';
import type { BalanceStates } from '../../../../contract/wire/balance.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Empty, Loaded, Waiting } from '../../kit/page/states.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { ActionTimes, actionColumns } from '../actions/action-columns.tsx';
import { useNames } from '../figures/names.ts';
import { lastDays } from '../figures/period.ts';
import { useToday } from '../figures/today.ts';
import { FirstSteps } from '../steps/first-steps.tsx';
import { useNextStep } from '../steps/next-step-hint.tsx';
import { Attention, type Matter, useMatters } from './attention.tsx';
import { Month, useMonth } from './month.tsx';
import { NextPayments } from './next-payments.tsx';

const DAYS = 30;
const ACTIONS = 8;

/** The first screen of a publisher: what needs them, how the month went, what comes next. */
export function OverviewPage() {
  const { t } = useTranslation('publisher');
  const states = useApi<BalanceStates>('/api/v1/balances/states');
  const { report, before } = useMonth();
  const matters = useMatters(states.data ?? null);
  const actions = useLastActions();
  const total = report.data?.total;
  const isNew = total?.actions.total === 0 && states.data?.totals.length === 0;
  // All at once: a part that comes later would push away what somebody already reads.
  if (matters === null || [states, report, before].some(({ isPending }) => isPending)) {
    return (
      <Page title={t('overview.title')} lead={t('overview.lead')}>
        <Waiting rows={12} />
      </Page>
    );
  }
  if (isNew) return <Beginning hasClicks={(total?.clicks ?? 0) > 0} matters={matters} />;
  return (
    <Page title={t('overview.title')} lead={t('overview.lead')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <Attention matters={matters} />
        <Section
          title={t('overview.next')}
          actions={<TextLink to="/publisher/balance">{t('overview.balance')}</TextLink>}
        >
          <Loaded query={states} rows={3}>
            {(found) => <NextPayments states={found} />}
          </Loaded>
        </Section>
      </SimpleGrid>
      <Month />
      <LastActions actions={actions} />
    </Page>
  );
}

/** Before the first order there is nothing to count, but a way to go. */
function Beginning({ hasClicks, matters }: { readonly hasClicks: boolean; readonly matters: readonly Matter[] }) {
  const { t } = useTranslation('publisher');
  const next = useNextStep(hasClicks);
  return (
    <Page title={t('overview.title')} help="getting-started-publisher" lead={t('overview.lead')}>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <FirstSteps next={next} />
        <Attention matters={matters} isQuiet />
      </SimpleGrid>
      {hasClicks ? <Month /> : null}
    </Page>
  );
}

function useLastActions() {
  const { since, until } = lastDays(DAYS, useToday());
  return useApi<ActionsAnswer>('/api/v1/actions', { since, until, limit: ACTIONS, totals: 'no' });
}

function LastActions({ actions }: { readonly actions: ReturnType<typeof useLastActions> }) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  return (
    <Section title={t('overview.last')} actions={<TextLink to="/publisher/actions">{t('overview.all')}</TextLink>}>
      <Loaded
        query={actions}
        isEmpty={(found) => found.actions.length === 0}
        empty={<Empty>{t('overview.lastNone')}</Empty>}
        rows={ACTIONS}
      >
        {(found) => (
          <Stack gap="sm">
            <DataTable
              caption={t('overview.last')}
              columns={actionColumns({ t, names })}
              rows={found.actions}
              rowKey={({ program, order_id }) => `${program}/${order_id}`}
            />
            <ActionTimes actions={found.actions} />
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
