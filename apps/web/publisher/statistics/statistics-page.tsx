import { Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import type { Query } from '../../kit/api/api.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { ExportMenu } from '../figures/export-menu.tsx';
import { FilterBar } from '../figures/filters.tsx';
import { periodDefaults, periodOf, todayIn } from '../figures/period.ts';
import { useZones } from '../figures/today.ts';
import { EmptyUntil } from '../steps/next-step-hint.tsx';
import { Choices } from './choices.tsx';
import { DayChart } from './day-chart.tsx';
import { type Dimension, isDimension } from './dimensions.ts';
import { Elsewhere } from './elsewhere.tsx';
import { FigureTable } from './figure-table.tsx';
import { PivotTable } from './pivot-table.tsx';
import { viewDefaults } from './view.ts';

const filterDefaults = { ...periodDefaults, program: '', ad_space: '', subid: '' };
/** Rows of one question: enough for a screen; a file takes all. */
const ROWS_MAX = 1000;
/** What the server can put in order; money it cannot, as currencies have no common order. */
const sortedByServer = ['clicks', 'unique_clicks', 'actions'];

/** Clicks, orders and money by whatever is chosen; all of it stands in the address. */
export function StatisticsPage() {
  const { t } = useTranslation('publisher');
  const filters = useAddress(filterDefaults);
  const view = useAddress(viewDefaults);
  const formats = useFormats();
  const zones = useZones(filters.values.program);
  const period = periodOf(filters.values, todayIn(zones, Date.now()));
  const { from: _from, to: _to, ...chosen } = filters.query;
  const asked: Query = { ...chosen, since: period.since, until: period.until };
  const rows = [view.values.rows, view.values.also].filter(isDimension);
  const across = isDimension(view.values.across) ? view.values.across : null;
  const groups: readonly Dimension[] = [...new Set([...rows, ...(across === null ? [] : [across])])];
  const query: Query = {
    ...asked,
    group_by: groups.join(','),
    limit: ROWS_MAX,
    ...serverSort(view.values.sort, rows, across),
  };
  const report = useApi<ReportAnswer>('/api/v1/reports', query);
  const drill = { chosen, period };
  return (
    <Page
      title={t('statistics.title')}
      help="statistics"
      lead={`${t('statistics.lead')} ${zones.length === 0 ? '' : t('statistics.zones', { zones: formats.list(zones) })}`}
      actions={<ExportMenu path="/api/v1/reports/export" query={{ ...asked, group_by: groups.join(',') }} />}
    >
      <FilterBar period={period} values={filters.values} change={filters.change} reset={filters.reset} />
      <DayChart query={asked} period={period} view={view.values} change={view.change} />
      <Stack gap="md">
        <Choices view={view.values} change={view.change} report={report.data ?? null} />
        <Loaded
          query={report}
          isEmpty={(found) => found.rows.length === 0}
          empty={<EmptyUntil title={t('statistics.none')} otherwise={t('statistics.noneHint')} />}
          rows={10}
        >
          {(found) =>
            across === null ? (
              <FigureTable report={found} rows={rows} view={view.values} change={view.change} drill={drill} />
            ) : (
              <PivotTable
                report={found}
                rows={rows}
                column={across}
                view={view.values}
                change={view.change}
                drill={drill}
              />
            )
          }
        </Loaded>
      </Stack>
      <Elsewhere program={chosen.program ?? ''} period={period} />
    </Page>
  );
}

function serverSort(sort: string, rows: readonly Dimension[], across: Dimension | null): Query {
  if (across !== null) return {};
  const by = sort.replace(/^-/, '');
  const known = sortedByServer.includes(by) || rows.some((name) => name === by);
  if (known) return { sort };
  // Of days people want the latest first.
  return rows[0] === 'day' || rows[0] === 'month' ? { sort: `-${rows[0]}` } : { sort: '-clicks' };
}
