import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';

/** A filter of a list: one of a few values, or any. */
export function Choice<Value extends string>(props: {
  readonly label: string;
  readonly values: readonly Value[];
  readonly nameOf: (value: Value) => string;
  /** As in the address: empty for any. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly searchable?: boolean;
}) {
  const { t } = useTranslation('operator');
  const { label, values, nameOf, value, onChange, searchable = false } = props;
  return (
    <Select
      label={label}
      data={values.map((each) => ({ value: each, label: nameOf(each) }))}
      value={value === '' ? null : value}
      onChange={(chosen) => onChange(chosen ?? '')}
      placeholder={t('common.any')}
      clearable
      searchable={searchable}
      maw="18rem"
    />
  );
}
