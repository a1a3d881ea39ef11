import { useMemo } from 'react';
import { countryCodes } from '../../../../contract/closed-lists.ts';
import { useFormats } from './format.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** Every country to choose from, by its name in the reader's language. */
export function useCountries(): Option[] {
  const formats = useFormats();
  return useMemo(
    () =>
      countryCodes
        .map((value) => ({ value, label: formats.country(value) }))
        .toSorted((one, other) => one.label.localeCompare(other.label)),
    [formats],
  );
}
