import { Button, Center, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClicksAnswer, SingleClick } from '../../../../contract/wire/clicks.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { ApiProblem, apiGet, type Query } from '../../kit/api/api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty, ProblemAlert, Waiting } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { Choice } from '../figures/filters.tsx';
import { named, useNames } from '../figures/names.ts';
import { dayPlus, isDay } from '../figures/period.ts';
import { dimensions, type Telling, valueText } from './dimensions.ts';

const defaults = {
  ...{
    click: '',
    program: '',
    since: '',
    until: '',
    hour: '',
    ad_space: '',
    traffic_type: '',
    link: '',
    country: '',
    device: '',
  },
  ...{ subid: '', subid1: '', subid2: '', subid3: '', subid4: '' },
};
/** Clicks of one page. */
const PAGE = 50;

/** The single clicks behind a row of the statistics: the address names it. */
export function ClicksPage() {
  const { t } = useTranslation('publisher');
  const { query, values, change } = useAddress(defaults);
  const names = useNames();
  const telling: Telling = { t, formats: useFormats(), names };
  const told = dimensions.flatMap((name) => {
    const value = name in query ? query[name as keyof typeof query] : undefined;
    return value === undefined ? [] : [`${t(`statistics.dimension.${name}`)}: ${valueText(name, value, telling)}`];
  });
  const days =
    query.since === undefined || query.until === undefined ? [] : [daysText(query.since, query.until, telling)];
  return (
    <Page
      title={t('statistics.single.title')}
      lead={t('statistics.single.lead')}
      actions={<TextLink to="/publisher/statistics">{t('statistics.single.back')}</TextLink>}
    >
      <Group gap="md" align="flex-end">
        {names.programs.length < 2 && values.program !== '' ? null : (
          <Choice
            label={t('statistics.dimension.program')}
            value={values.program}
            options={names.programs.map(({ code, name }) => ({ value: code, label: name }))}
            onChange={(program) => change({ program, click: '' }, { push: true })}
          />
        )}
        <Text>{[...days, ...told].join(' · ')}</Text>
        {values.click === '' ? null : (
          <Button variant="default" size="compact-sm" onClick={() => change({ click: '' }, { push: true })}>
            {t('statistics.single.all')}
          </Button>
        )}
      </Group>
      {query.program === undefined ? (
        <Empty>{t('statistics.single.choose')}</Empty>
      ) : (
        <Clicks query={query} {...telling} />
      )}
    </Page>
  );
}

/** The days of the question; its end is the day after the last. */
function daysText(since: string, until: string, { formats }: Telling): string {
  if (!isDay(since) || !isDay(until)) return '';
  const last = dayPlus(until, -1);
  return last === since ? formats.day(since) : `${formats.day(since)} – ${formats.day(last)}`;
}

function Clicks({ query, ...telling }: Telling & { readonly query: Query }) {
  const { t } = telling;
  const pages = useInfiniteQuery({
    queryKey: ['/api/v1/clicks', query],
    queryFn: ({ pageParam, signal }) =>
      apiGet<ClicksAnswer>(
        '/api/v1/clicks',
        { ...query, limit: PAGE, ...(pageParam === '' ? {} : { before: pageParam }) },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });
  if (pages.error instanceof ApiProblem) {
    return <ProblemAlert problem={pages.error.problem} retry={() => pages.refetch()} />;
  }
  if (pages.data === undefined) return <Waiting rows={10} />;
  const clicks = pages.data.pages.flatMap((page) => page.clicks);
  if (clicks.length === 0) return <Empty>{t('statistics.single.none')}</Empty>;
  return (
    <Stack gap="md">
      <DataTable
        caption={t('statistics.single.title')}
        columns={columnsOf(telling)}
        rows={clicks}
        rowKey={(click) => click.click_id}
      />
      {pages.hasNextPage ? (
        <Center>
          <Button variant="default" loading={pages.isFetchingNextPage} onClick={() => pages.fetchNextPage()}>
            {t('statistics.single.more')}
          </Button>
        </Center>
      ) : null}
    </Stack>
  );
}

function columnsOf({ t, formats, names }: Telling): readonly Column<SingleClick>[] {
  const zoneOf = (program: string) => names.programs.find(({ code }) => code === program)?.time_zone ?? 'UTC';
  return [
    {
      key: 'at',
      title: t('statistics.single.at'),
      isHeader: true,
      cell: (click) => <When at={click.at} zone={zoneOf(click.program)} />,
    },
    { key: 'space', title: t('statistics.dimension.ad_space'), cell: (click) => names.adSpace(click.ad_space) },
    {
      key: 'country',
      title: t('statistics.single.country'),
      cell: (click) => (click.country === null ? t('statistics.unknown') : formats.country(click.country)),
    },
    { key: 'device', title: t('statistics.single.device'), cell: (click) => named(t, 'device', click.device) },
    { key: 'landing', title: t('statistics.single.landing'), cell: (click) => landingOf(click, t) },
    {
      key: 'subids',
      title: t('statistics.single.subids'),
      cell: (click) => click.subids.filter((subid) => subid !== null).join(' · ') || '—',
    },
    { key: 'vpn', title: t('statistics.single.vpn'), cell: (click) => anonymizerOf(click, t) },
    {
      key: 'counts',
      title: t('statistics.single.counts'),
      cell: ({ attributable }) => t(attributable ? 'statistics.single.yes' : 'statistics.single.no'),
    },
    { key: 'noticed', title: t('statistics.single.noticed'), cell: (click) => noticedOf(click, t) },
  ];
}

function landingOf({ landing }: SingleClick, t: TFunction<'publisher'>): string {
  return t(`statistics.single.landings.${landing}` as 'statistics.single.landings.home', { defaultValue: landing });
}

function noticedOf({ flags }: SingleClick, t: TFunction<'publisher'>): string {
  const told = flags.map((flag) =>
    t(`statistics.single.flags.${flag}` as 'statistics.single.flags.dup', { defaultValue: flag }),
  );
  return told.join(' · ') || '—';
}

function anonymizerOf({ anonymizer }: SingleClick, t: TFunction<'publisher'>): string {
  return t(`statistics.single.anonymizer.${anonymizer}` as 'statistics.single.anonymizer.no', {
    defaultValue: anonymizer,
  });
}
