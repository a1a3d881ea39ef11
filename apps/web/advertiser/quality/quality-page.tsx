import { Alert, Group, List, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QualityAnswer } from '../../../../contract/wire/quality.ts';
import { dayOf } from '../../kit/address/from-address.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { ReportViolation } from '../../kit/complaint/report-violation.tsx';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { DayField } from '../../kit/days/day-field.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Amounts } from '../daily/figures.tsx';
import { ProgramChoice, useOwnPrograms, WithProgram } from '../daily/program-choice.tsx';

/** The traffic of a day by ad space, and the two critical indicators (S-119 … S-122). */
export function QualityPage() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ program: '', day: '' });
  const programs = useOwnPrograms();
  return (
    <Page
      title={t('daily.quality.title')}
      lead={t('daily.quality.lead')}
      actions={<ReportViolation about={{ programs, program: values.program || (programs[0]?.code ?? '') }} />}
    >
      <WithProgram named={values.program}>
        {(program) => <Quality program={program} day={dayOf(values.day)} onChange={change} />}
      </WithProgram>
    </Page>
  );
}

interface QualityProps {
  readonly program: string;
  readonly day: string;
  readonly onChange: (values: { readonly program?: string; readonly day?: string }) => void;
}

function Quality({ program, day, onChange }: QualityProps) {
  const { t } = useTranslation('advertiser');
  const found = useApi<QualityAnswer>(`/api/v1/programs/${encodeURIComponent(program)}/quality`, { day });
  return (
    <Stack gap="lg">
      <Group align="flex-end">
        <ProgramChoice
          label={t('daily.quality.program')}
          value={program}
          onChange={(chosen) => onChange({ program: chosen })}
        />
        <DayField
          label={t('daily.quality.day')}
          value={day || (found.data?.day ?? '')}
          takes="left"
          onChange={(chosen) => onChange({ day: chosen })}
        />
      </Group>
      <Loaded query={found}>
        {(quality) => (
          <Stack gap="lg">
            <Verdict quality={quality} />
            <Spaces quality={quality} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function Verdict({ quality }: { readonly quality: QualityAnswer }) {
  const { t } = useTranslation('advertiser');
  const limits = useLimits(quality);
  const raised = quality.ad_spaces.filter((space) => space.raised.length > 0).length;
  return (
    <Alert
      color={raised === 0 ? 'teal' : 'red'}
      variant="light"
      role="status"
      title={raised === 0 ? t('daily.quality.calm') : t('daily.quality.raised', { count: raised })}
    >
      <Text size="sm">
        {t('daily.quality.rules')}. {t('daily.quality.zone', { zone: quality.time_zone })}
      </Text>
      <List size="sm">
        <List.Item>{limits.low_cr}</List.Item>
        <List.Item>{limits.no_actions}</List.Item>
      </List>
      <Text size="sm" mt="xs">
        {t('daily.quality.meaning')}
      </Text>
    </Alert>
  );
}

function useLimits({ limits }: QualityAnswer) {
  const { t } = useTranslation('advertiser');
  const { number, percent } = useFormats();
  const { low_cr: low, no_actions: none } = limits;
  return {
    low_cr: t('daily.quality.low_cr', { limit: percent(low.conversion_below, 1), clicks: number(low.clicks_above) }),
    no_actions: t('daily.quality.no_actions', { clicks: number(none.clicks_above) }),
  };
}

function Spaces({ quality }: { readonly quality: QualityAnswer }) {
  const { t } = useTranslation('advertiser');
  const columns = useColumns(quality);
  if (quality.ad_spaces.length === 0) return <Empty>{t('daily.quality.none')}</Empty>;
  return (
    <DataTable caption={t('daily.quality.title')} columns={columns} rows={quality.ad_spaces} rowKey={({ id }) => id} />
  );
}

type Row = QualityAnswer['ad_spaces'][number];

function useColumns(quality: QualityAnswer): readonly Column<Row>[] {
  const { t } = useTranslation('advertiser');
  const { number, percent } = useFormats();
  const limits = useLimits(quality);
  const { program, day } = quality;
  return [
    { key: 'space', title: t('daily.quality.adSpace'), isHeader: true, cell: ({ name }) => name },
    { key: 'publisher', title: t('daily.quality.publisher'), cell: ({ publisher }) => publisher?.name ?? '—' },
    { key: 'clicks', title: t('daily.quality.clicks'), align: 'right', cell: ({ clicks }) => number(clicks) },
    {
      key: 'actions',
      title: t('daily.quality.actions'),
      align: 'right',
      cell: ({ id, name, actions }) =>
        actions === 0 ? (
          number(actions)
        ) : (
          <TextLink
            to="/advertiser/orders"
            search={{ program, ad_space: id, since: day, until: day }}
            aria-label={t('daily.quality.ordersOf', { count: actions, name })}
          >
            {number(actions)}
          </TextLink>
        ),
    },
    {
      key: 'conversion',
      title: t('daily.quality.conversion'),
      align: 'right',
      cell: ({ conversion }) => percent(conversion, 3),
    },
    {
      key: 'sales',
      title: t('daily.quality.sales'),
      align: 'right',
      cell: ({ sales }) => <Amounts sums={sales} align="right" />,
    },
    {
      key: 'new',
      title: t('daily.quality.newCustomers'),
      align: 'right',
      cell: ({ new_customers: count }) => number(count),
    },
    {
      key: 'alarms',
      title: t('daily.quality.alarms'),
      cell: ({ raised }) =>
        raised.length === 0 ? t('daily.quality.fine') : <Raised raised={raised} limits={limits} />,
    },
  ];
}

function Raised({ raised, limits }: Pick<Row, 'raised'> & { readonly limits: ReturnType<typeof useLimits> }) {
  return (
    <Group gap={4}>
      {raised.map((name) => (
        <StatusBadge key={name} tone="bad">
          {limits[name]}
        </StatusBadge>
      ))}
    </Group>
  );
}
