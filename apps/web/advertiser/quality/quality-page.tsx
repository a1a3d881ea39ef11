import { Alert, Group, List, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QualityAnswer } from '../../../../contract/wire/quality.ts';
import { DataTable } from '../../kit/data-table.tsx';
import { useFormats } from '../../kit/format.ts';
import { Page, Section } from '../../kit/page.tsx';
import { Empty, Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { ProgramChoice, useChosenProgram } from '../daily/program-choice.tsx';

/** The traffic of a day by ad space, and the two critical indicators (S-119 … S-122). */
export function QualityPage() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ program: '', day: '' });
  const program = useChosenProgram(values.program);
  const path = `/api/v1/programs/${encodeURIComponent(program)}/quality`;
  const found = useApi<QualityAnswer>(path, { day: values.day }, { enabled: program !== '' });
  return (
    <Page title={t('daily.quality.title')} lead={t('daily.quality.lead')}>
      <Group align="flex-end">
        <ProgramChoice
          label={t('daily.quality.program')}
          value={program}
          onChange={(chosen) => change({ program: chosen })}
        />
        <TextInput
          type="date"
          label={t('daily.quality.day')}
          value={values.day === '' ? (found.data?.day ?? '') : values.day}
          onChange={(event) => change({ day: event.currentTarget.value })}
        />
      </Group>
      <Loaded query={found}>
        {(quality) => (
          <>
            <Verdict quality={quality} />
            <Spaces quality={quality} />
          </>
        )}
      </Loaded>
    </Page>
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
  const { number, percent } = useFormats();
  const limits = useLimits(quality);
  if (quality.ad_spaces.length === 0) return <Empty>{t('daily.quality.none')}</Empty>;
  return (
    <Section title={t('daily.quality.adSpace')}>
      <DataTable
        caption={t('daily.quality.title')}
        columns={[
          { key: 'space', title: t('daily.quality.adSpace'), isHeader: true, cell: ({ name }) => name },
          { key: 'clicks', title: t('daily.quality.clicks'), align: 'right', cell: ({ clicks }) => number(clicks) },
          { key: 'actions', title: t('daily.quality.actions'), align: 'right', cell: ({ actions }) => number(actions) },
          {
            key: 'conversion',
            title: t('daily.quality.conversion'),
            align: 'right',
            cell: ({ conversion }) => percent(conversion, 3),
          },
          {
            key: 'alarms',
            title: t('daily.quality.alarms'),
            cell: ({ raised }) =>
              raised.length === 0 ? (
                t('daily.quality.fine')
              ) : (
                <Group gap={4}>
                  {raised.map((name) => (
                    <StatusBadge key={name} tone="bad">
                      {limits[name]}
                    </StatusBadge>
                  ))}
                </Group>
              ),
          },
        ]}
        rows={quality.ad_spaces}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}
