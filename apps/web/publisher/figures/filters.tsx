import './figures.css';
import { Button, Group, Select, TextInput } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from '../../kit/days/day-field.tsx';
import { type Names, useNames } from './names.ts';
import { dayPlus, type Period } from './period.ts';

export interface FilterValues {
  readonly from: string;
  readonly to: string;
  readonly program: string;
  readonly ad_space: string;
  readonly subid: string;
}

export interface FilterBarProps {
  readonly period: Period;
  readonly values: FilterValues;
  readonly change: (values: Partial<FilterValues>) => void;
  readonly reset: () => void;
  /** Filters that only this screen has. */
  readonly children?: ReactNode;
}

const PRESETS = [7, 30, 90] as const;

/** Period, program, ad space and SubID: the same on every screen with numbers. All of it stands in the address. */
export function FilterBar({ period, values, change, reset, children }: FilterBarProps) {
  const { t } = useTranslation('publisher');
  const names = useNames();
  return (
    <Group component="fieldset" className="filter-bar" gap="sm" align="flex-end" aria-label={t('filters.label')}>
      <Presets period={period} change={change} />
      <DayField
        label={t('filters.from')}
        value={period.from}
        max={period.to}
        takes="left"
        onChange={(from) => change({ from, to: period.to })}
      />
      <DayField
        label={t('filters.to')}
        value={period.to}
        min={period.from}
        takes="left"
        onChange={(to) => change({ from: period.from, to })}
      />
      <Choice
        label={t('filters.program')}
        value={values.program}
        options={names.programs.map(({ code, name }) => ({ value: code, label: name }))}
        onChange={(program) => change({ program })}
      />
      <Choice
        label={t('filters.adSpace')}
        value={values.ad_space}
        options={spaceOptions(names)}
        onChange={(adSpace) => change({ ad_space: adSpace })}
      />
      <TypedFilter
        label={t('filters.subid')}
        hint={t('filters.subidHint')}
        value={values.subid}
        onChange={(subid) => change({ subid })}
      />
      {children}
      <Button variant="subtle" onClick={reset}>
        {t('filters.reset')}
      </Button>
    </Group>
  );
}

function spaceOptions(names: Names) {
  return names.adSpaces.map(({ id, name }) => ({ value: id, label: name }));
}

function Presets({ period, change }: Pick<FilterBarProps, 'period' | 'change'>) {
  const { t } = useTranslation('publisher');
  const { today } = period;
  return (
    <Button.Group aria-label={t('filters.period')}>
      {PRESETS.map((days) => {
        const isChosen = period.to === today && period.days === days;
        return (
          <Button
            key={days}
            variant={isChosen ? 'filled' : 'default'}
            aria-pressed={isChosen}
            onClick={() => change({ from: dayPlus(today, 1 - days), to: today })}
          >
            {t('filters.days', { count: days })}
          </Button>
        );
      })}
    </Button.Group>
  );
}

/** One of a few, or all. */
export function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation('publisher');
  return (
    <Select
      label={props.label}
      placeholder={t('filters.all')}
      data={[...props.options]}
      value={props.value === '' ? null : props.value}
      onChange={(value) => props.onChange(value ?? '')}
      clearable
      w={190}
    />
  );
}

/** Asks once typing ends: with Enter or on leaving the field. */
export function TypedFilter(props: {
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const [typed, setTyped] = useState(props.value);
  useEffect(() => setTyped(props.value), [props.value]);
  const send = (): void => {
    if (typed !== props.value) props.onChange(typed);
  };
  return (
    <TextInput
      label={props.label}
      {...(props.hint === undefined ? {} : { placeholder: props.hint })}
      value={typed}
      w={150}
      onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      onBlur={send}
      onKeyDown={({ key }) => {
        if (key === 'Enter') send();
      }}
    />
  );
}
