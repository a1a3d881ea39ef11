import { ActionIcon, Group, NativeSelect, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer } from '../../../../contract/wire/reports.ts';
import { shownCurrency } from '../figures/currency.ts';
import { dimensions } from './dimensions.ts';
import { measures, moneyMeasures } from './pivot.ts';
import type { ViewProps } from './view.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** What stands in rows and columns, and what in the cells where both are chosen. */
export function Choices({ view, change, report }: ViewProps & { readonly report: ReportAnswer | null }) {
  const { t } = useTranslation('publisher');
  const options: readonly Option[] = dimensions.map((name) => ({
    value: name,
    label: t(`statistics.dimension.${name}`),
  }));
  const optional = [{ value: '', label: t('statistics.nothing') }, ...options];
  const choose = (name: 'rows' | 'also' | 'across', value: string): void => {
    // Nothing stands on two sides: what is chosen twice leaves its former place.
    const cleared = (['also', 'across'] as const).filter(
      (other) => other !== name && view[other] === value && value !== '',
    );
    change({ [name]: value, sort: '', page: '1', ...Object.fromEntries(cleared.map((other) => [other, ''])) });
  };
  const select = (name: 'rows' | 'also' | 'across', label: string, data: readonly Option[]) => (
    <NativeSelect
      label={label}
      value={view[name]}
      data={[...data]}
      onChange={({ currentTarget }) => choose(name, currentTarget.value)}
    />
  );
  return (
    <Group gap="sm" align="flex-end">
      {select('rows', t('statistics.rows'), options)}
      {select(
        'also',
        t('statistics.thenBy'),
        optional.filter(({ value }) => value === '' || value !== view.rows),
      )}
      <Tooltip label={t('statistics.swap')}>
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('statistics.swap')}
          disabled={view.across === ''}
          onClick={() => change({ rows: view.across, across: view.rows, sort: '', page: '1' })}
        >
          ⇄
        </ActionIcon>
      </Tooltip>
      {select(
        'across',
        t('statistics.across'),
        optional.filter(({ value }) => value === '' || value !== view.rows),
      )}
      {view.across === '' ? null : <CellChoices view={view} change={change} report={report} />}
    </Group>
  );
}

function CellChoices({ view, change, report }: ViewProps & { readonly report: ReportAnswer | null }) {
  const { t } = useTranslation('publisher');
  const currencies = report?.total.rewards.map(({ currency }) => currency) ?? [];
  const isMoney = moneyMeasures.some((name) => name === view.measure);
  return (
    <>
      <NativeSelect
        label={t('statistics.measure')}
        value={view.measure}
        data={measures.map((name) => ({ value: name, label: t(`statistics.figure.${name}`) }))}
        onChange={({ currentTarget }) => change({ measure: currentTarget.value })}
      />
      {isMoney && currencies.length > 1 ? (
        <NativeSelect
          label={t('statistics.currency')}
          value={shownCurrency(report?.rows ?? [], view.currency)}
          data={currencies}
          onChange={({ currentTarget }) => change({ currency: currentTarget.value })}
        />
      ) : null}
    </>
  );
}
