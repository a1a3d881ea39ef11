import { Button, Center, Group, Paper, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ActionsAnswer, ActionTotals } from '../../../../contract/wire/actions.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { ApiProblem, apiGet, type Query } from '../../kit/api/api.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { Loaded, ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { isSome } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { AmountList } from '../figures/amount-list.tsx';
import { ExportMenu } from '../figures/export-menu.tsx';
import { Choice, FilterBar, TypedFilter } from '../figures/filters.tsx';
import { named, useNames } from '../figures/names.ts';
import { periodDefaults, periodOf } from '../figures/period.ts';
import { ActionStatus } from '../figures/status.tsx';
import { useToday } from '../figures/today.ts';
import { type Telling, valueText } from '../statistics/dimensions.ts';
import { EmptyUntil } from '../steps/next-step-hint.tsx';
import { ActionTimes, actionColumns } from './action-columns.tsx';

/** What a row of the statistics adds; it stands beside the filters until it is taken away. */
const rowDefaults = {
  ...{ traffic_type: '', link: '', country: '', device: '', hour: '' },
  ...{ subid0: '', subid1: '', subid2: '', subid3: '', subid4: '' },
};
const defaults = {
  ...{ ...periodDefaults, program: '', ad_space: '', subid: '', status: '', order: '', paid: '' },
  ...rowDefaults,
};
const statuses = ['pending', 'approved', 'declined', 'deducted', 'no_reward', 'unresolved'] as const;

/** All orders of a publisher, newest first; each leads to its why. */
export function ActionsPage() {
  const { t } = useTranslation('publisher');
  const address = useAddress(defaults);
  const { values, change, reset } = address;
  const period = periodOf(values, useToday(values.program));
  const { from: _from, to: _to, ...chosen } = address.query;
  const query: Query = { ...chosen, since: period.since, until: period.until };
  return (
    <Page
      title={t('actions.title')}
      help="attribution"
      lead={t('actions.lead')}
      actions={<ExportMenu path="/api/v1/actions/export" query={query} />}
    >
      <FilterBar period={period} values={values} change={change} reset={reset}>
        <Choice
          label={t('filters.status')}
          value={values.status.includes(',') ? '' : values.status}
          options={statuses.map((status) => ({ value: status, label: named(t, 'status', status) }))}
          onChange={(status) => change({ status })}
        />
        <TypedFilter label={t('filters.order')} value={values.order} onChange={(order) => change({ order })} />
        <Choice
          label={t('filters.paid')}
          value={values.paid}
          options={[
            { value: 'yes', label: t('filters.yes') },
            { value: 'no', label: t('filters.no') },
          ]}
          onChange={(paid) => change({ paid })}
        />
      </FilterBar>
      <RowFilters values={values} change={change} />
      <ActionList query={query} />
    </Page>
  );
}

type Values = Readonly<Record<keyof typeof defaults, string>>;

function isRowFilter(name: string): name is keyof typeof rowDefaults {
  return name in rowDefaults;
}

/** What is asked for beside the filters above, each to be taken away. */
function RowFilters({ values, change }: { readonly values: Values; readonly change: (some: Partial<Values>) => void }) {
  const { t } = useTranslation('publisher');
  const telling: Telling = { t, formats: useFormats(), names: useNames() };
  const told = Object.entries(values).flatMap(([name, value]) => {
    if (value === '' || !isRowFilter(name)) return [];
    const dimension = name === 'subid0' ? 'subid' : name;
    return [{ name, text: `${t(`statistics.dimension.${dimension}`)}: ${valueText(dimension, value, telling)}` }];
  });
  const states = values.status.includes(',')
    ? [{ name: 'status' as const, text: `${t('filters.status')}: ${stateNames(values.status, telling)}` }]
    : [];
  if (told.length + states.length === 0) return null;
  return (
    <Group gap="xs">
      {[...told, ...states].map(({ name, text }) => (
        <Button
          key={name}
          size="compact-sm"
          variant="light"
          rightSection={<span aria-hidden="true">×</span>}
          aria-label={t('filters.remove', { filter: text })}
          onClick={() => change({ [name]: '' })}
        >
          {text}
        </Button>
      ))}
    </Group>
  );
}

function stateNames(states: string, { t, formats }: Telling): string {
  return formats.list(states.split(',').map((status) => named(t, 'status', status)));
}

function ActionList({ query }: { readonly query: Query }) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  const pages = useInfiniteQuery({
    queryKey: ['/api/v1/actions', query],
    queryFn: ({ pageParam, signal }) =>
      apiGet<ActionsAnswer>(
        '/api/v1/actions',
        { ...query, totals: 'no', ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  if (pages.error instanceof ApiProblem) {
    return <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />;
  }
  if (pages.data === undefined) return <Waiting rows={10} />;
  const actions = pages.data.pages.flatMap((page) => page.actions);
  if (actions.length === 0) return <EmptyUntil title={t('actions.none')} otherwise={t('actions.noneHint')} />;
  return (
    <Stack gap="md">
      <AllTotals query={query} />
      <DataTable
        caption={t('actions.title')}
        columns={actionColumns({ t, names })}
        rows={actions}
        rowKey={({ program, order_id }) => `${program}/${order_id}`}
      />
      <ActionTimes actions={actions} />
      {pages.hasNextPage ? (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('actions.more')}
          </Button>
        </Center>
      ) : null}
    </Stack>
  );
}

const earned = ['approved', 'pending', 'declined', 'deducted'] as const;

/** The sums take longer than the list where orders are many: they come when they are there. */
function AllTotals({ query }: { readonly query: Query }) {
  const found = useApi<ActionsAnswer>('/api/v1/actions', { ...query, limit: 1 });
  return (
    <Loaded query={found} rows={3}>
      {({ totals }) => (totals === null ? null : <Totals totals={totals} />)}
    </Loaded>
  );
}

/** How many there are in each state, and what they earn in each currency. */
function Totals({ totals }: { readonly totals: ActionTotals }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const shown = earned.filter((name) => totals.rewards.some((reward) => isSome(reward[name])));
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-label={t('actions.totals')}>
      <Group gap="xl" align="flex-start">
        <Stack gap={6}>
          <Text fw={650}>{t('actions.found', { count: totals.actions })}</Text>
          <Group gap="xs">
            {Object.entries(totals.by_status).map(([status, count]) => (
              <Group key={status} gap={4}>
                <ActionStatus status={status} />
                <Text size="sm">{formats.number(count)}</Text>
              </Group>
            ))}
          </Group>
          <Uncounted totals={totals} />
        </Stack>
        {shown.map((name) => (
          <Stack key={name} gap={2}>
            <Text size="sm" c="dimmed">
              {t(`actions.${name}`)}
            </Text>
            <AmountList
              align="flex-start"
              amounts={totals.rewards.map((reward) => ({ amount: reward[name], currency: reward.currency }))}
            />
          </Stack>
        ))}
      </Group>
    </Paper>
  );
}

const COUNTED: readonly string[] = ['approved', 'pending', 'deducted', 'declined'];

/** Why there are more orders here than actions in the statistics. */
function Uncounted({ totals }: { readonly totals: ActionTotals }) {
  const { t } = useTranslation('publisher');
  const { number } = useFormats();
  const counts = Object.entries(totals.by_status).flatMap(([status, count]) =>
    COUNTED.includes(status) ? [count] : [],
  );
  const counted = counts.reduce((sum, count) => sum + count, 0);
  if (counted === totals.actions) return null;
  return (
    <Text size="sm" c="dimmed">
      {t('actions.uncounted', { count: totals.actions - counted, counted: number(counted) })}
    </Text>
  );
}
