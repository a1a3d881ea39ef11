import { Alert, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { OwnQuality, QualityAnswer } from '../../../../contract/wire/quality.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { useNames } from '../figures/names.ts';
import { EmptyUntil } from '../steps/next-step-hint.tsx';

/** The critical indicators of the own traffic, as its advertisers see them (S-119 … S-122). */
export function QualityPage() {
  const { t } = useTranslation('publisher');
  const { values, change, query } = useAddress({ day: '' });
  const found = useApi<OwnQuality>('/api/v1/quality', query);
  return (
    <Page title={t('quality.title')} lead={t('quality.lead')}>
      <DayField
        label={t('quality.day')}
        description={t('quality.dayHint')}
        value={values.day}
        takes="left"
        onChange={(day) => change({ day })}
        w="16rem"
      />
      <Loaded
        query={found}
        isEmpty={({ programs }) => programs.length === 0}
        empty={<EmptyUntil title={t('quality.nothing')} otherwise={t('quality.nothingHint')} />}
      >
        {({ programs }) => (
          <Stack gap="lg">
            <Meaning limits={programs[0]?.limits ?? null} />
            {programs.map((program) => (
              <OneProgram key={program.program} quality={program} />
            ))}
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}

/** What is measured, from where on it counts, and what follows. */
function Meaning({ limits }: { readonly limits: QualityAnswer['limits'] | null }) {
  const { t } = useTranslation('publisher');
  const { number, percent } = useFormats();
  if (limits === null) return null;
  const { low_cr: low, no_actions: none } = limits;
  return (
    <Alert variant="light" color="gray" title={t('quality.indicators')}>
      <List size="sm">
        <List.Item>
          {t('quality.lowCr', { limit: percent(low.conversion_below, 1), clicks: number(low.clicks_above) })}
        </List.Item>
        <List.Item>{t('quality.noActions', { clicks: number(none.clicks_above) })}</List.Item>
      </List>
      <Text size="sm" mt="xs">
        {t('quality.follows')}
      </Text>
    </Alert>
  );
}

type Space = QualityAnswer['ad_spaces'][number];

function OneProgram({ quality }: { readonly quality: QualityAnswer }) {
  const { t } = useTranslation('publisher');
  const { day } = useFormats();
  const names = useNames();
  return (
    <Section
      title={names.program(quality.program)}
      lead={t('quality.period', { day: day(quality.day), zone: quality.time_zone })}
    >
      {quality.ad_spaces.length === 0 ? (
        <Text size="sm">{t('quality.none')}</Text>
      ) : (
        <Spaces name={names.program(quality.program)} quality={quality} />
      )}
    </Section>
  );
}

function Spaces({ name, quality }: { readonly name: string; readonly quality: QualityAnswer }) {
  const columns = useColumns(quality.limits);
  return <DataTable caption={name} columns={columns} rows={quality.ad_spaces} rowKey={({ id }) => id} />;
}

function useColumns(limits: QualityAnswer['limits']): readonly Column<Space>[] {
  const { t } = useTranslation('publisher');
  const { money, number, percent } = useFormats();
  const { low_cr: low, no_actions: none } = limits;
  /** Below its number of clicks an indicator says nothing. */
  const state = (space: Space, name: 'low_cr' | 'no_actions', above: number) => {
    if (space.clicks <= above) return <StatusBadge tone="neutral">{t('quality.tooFew')}</StatusBadge>;
    const isRaised = space.raised.includes(name);
    return (
      <StatusBadge tone={isRaised ? 'bad' : 'good'}>{isRaised ? t('quality.crossed') : t('quality.fine')}</StatusBadge>
    );
  };
  return [
    { key: 'space', title: t('quality.adSpace'), isHeader: true, cell: ({ name }) => name },
    { key: 'clicks', title: t('quality.clicks'), align: 'right', cell: ({ clicks }) => number(clicks) },
    { key: 'actions', title: t('quality.actions'), align: 'right', cell: ({ actions }) => number(actions) },
    {
      key: 'conversion',
      title: t('quality.conversion'),
      align: 'right',
      cell: ({ conversion }) => percent(conversion, 3),
    },
    {
      key: 'sales',
      title: t('quality.sales'),
      align: 'right',
      cell: ({ sales }) => sales.map((sum) => money(sum.amount, sum.currency)).join(' + ') || '—',
    },
    {
      key: 'new',
      title: t('quality.newCustomers'),
      align: 'right',
      cell: ({ new_customers: count }) => number(count),
    },
    {
      key: 'low',
      title: t('quality.lowCrShort', { limit: percent(low.conversion_below, 1) }),
      cell: (space) => state(space, 'low_cr', low.clicks_above),
    },
    { key: 'none', title: t('quality.noActionsShort'), cell: (space) => state(space, 'no_actions', none.clicks_above) },
  ];
}
