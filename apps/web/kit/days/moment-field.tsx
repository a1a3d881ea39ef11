import { Group, TextInput } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayField } from './day-field.tsx';
import { readTime } from './read-day.ts';

interface MomentFieldProps {
  readonly label: string;
  readonly description?: ReactNode;
  readonly error?: ReactNode;
  /** Such as `2022-08-16T09:30`; empty while none is chosen. */
  readonly value: string;
  readonly onChange: (moment: string) => void;
  /** The time that a day has until another is typed. */
  readonly time?: string;
  readonly takes?: 'typed' | 'left';
}

/** A day and a time of it, by the 24 hours that are shown everywhere. */
export function MomentField(props: MomentFieldProps) {
  const { label, description, error, value, onChange, time: first = '00:00', takes = 'typed' } = props;
  const { t } = useTranslation('frame');
  const [day = '', time = ''] = value.split('T');
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const meant = typed === null ? time : readTime(typed);
  const leave = (): void => {
    setWrong(meant === null && typed !== '');
    if (meant === null || typed === null) return;
    setTyped(null);
    if (day !== '' && meant !== time) onChange(`${day}T${meant}`);
  };
  return (
    <Group gap="xs" align="flex-end">
      <DayField
        label={label}
        description={description}
        error={error}
        value={day}
        takes={takes}
        onChange={(chosen) => onChange(chosen === '' ? '' : `${chosen}T${time || first}`)}
      />
      <TextInput
        w={80}
        aria-label={t('day.timeOf', { field: label })}
        placeholder={first}
        value={typed ?? time}
        disabled={day === ''}
        error={isWrong ? t('day.noTime') : undefined}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onBlur={leave}
        onKeyDown={({ key }) => {
          if (key === 'Enter') leave();
        }}
      />
    </Group>
  );
}
