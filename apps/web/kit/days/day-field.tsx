import './days.css';
import { ActionIcon, TextInput, type TextInputProps } from '@mantine/core';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../values/format.ts';
import { Calendar } from './calendar.tsx';
import { isDay, readDay } from './read-day.ts';

export interface DayFieldProps extends Omit<TextInputProps, 'value' | 'onChange' | 'type' | 'min' | 'max' | 'label'> {
  readonly label: string;
  /** Where the label stands elsewhere, it is only for those who hear it. */
  readonly isLabelled?: boolean;
  /** Such as `2022-08-16`; empty while none is chosen. */
  readonly value: string;
  readonly onChange: (day: string) => void;
  readonly min?: string | undefined;
  readonly max?: string | undefined;
  /** Filters ask again with each change: they take the day when the field is left or Enter is pressed. */
  readonly takes?: 'typed' | 'left';
}

/**
 * A day in the language that the reader has chosen, not in that of the browser: typed as it is written anywhere, or chosen from a month. What is
 * typed becomes the day as soon as it is a whole one; what is none says so when the field is left.
 */
export function DayField(props: DayFieldProps) {
  const { label, isLabelled = true, value, onChange, min, max, takes, error, ...rest } = props;
  const { t } = useTranslation('frame');
  const formats = useFormats();
  const entry = useDayEntry(props);
  const input = useRef<HTMLInputElement>(null);
  const told = useDayProblem(entry.isWrong ? (entry.day ?? '') : null, min, max);
  // A form is not sent with the day that stood there before.
  useEffect(() => input.current?.setCustomValidity(told ?? ''), [told]);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Escape') entry.forget();
    if (event.key === 'Enter' && !entry.leave()) event.preventDefault();
  };
  const choose = (day: string): void => {
    entry.forget();
    onChange(day);
  };
  return (
    <TextInput
      w={170}
      autoComplete="off"
      placeholder={t('day.form')}
      {...rest}
      ref={input}
      {...(isLabelled ? { label } : { 'aria-label': label })}
      value={entry.typed ?? (isDay(value) ? formats.day(value) : '')}
      error={told ?? error}
      onChange={({ currentTarget }) => entry.type(currentTarget.value)}
      onBlur={entry.leave}
      onKeyDown={onKeyDown}
      rightSectionPointerEvents="all"
      rightSection={
        <CalendarButton
          label={label}
          value={isDay(value) ? value : ''}
          min={min}
          max={max}
          disabled={rest.disabled ?? false}
          onChoose={choose}
        />
      }
    />
  );
}

interface DayEntry {
  /** What stands there while it is not the day itself. */
  readonly typed: string | null;
  readonly day: string | null;
  readonly isWrong: boolean;
  readonly type: (text: string) => void;
  /** Whether what stands there is a day or nothing. */
  readonly leave: () => boolean;
  readonly forget: () => void;
}

function useDayEntry({ value, onChange, min = '', max = '9999-12-31', takes = 'typed' }: DayFieldProps): DayEntry {
  const { i18n } = useTranslation('frame');
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const read = (text: string) => readDay(text, i18n.resolvedLanguage ?? 'en');
  const isMeant = (day: string | null): day is string => day !== null && day >= min && day <= max;
  const sent = useRef(value);
  const take = (day: string): void => {
    if (day === value) return;
    sent.current = day;
    onChange(day);
  };
  const forget = (): void => {
    setTyped(null);
    setWrong(false);
  };
  // Chosen elsewhere meanwhile, as by a preset or the way back: what was typed is not meant any more.
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setTyped(null);
    setWrong(false);
  }, [value]);
  const day = typed === null ? value : read(typed);
  return {
    typed,
    day,
    isWrong,
    type: (text) => {
      setTyped(text);
      setWrong(false);
      const meant = read(text);
      if (takes === 'typed' && isMeant(meant)) take(meant);
    },
    leave: () => {
      if (typed === null) return true;
      const meant = typed.trim() === '' ? '' : day;
      const isRight = meant === '' || isMeant(meant);
      setWrong(!isRight);
      if (isRight && meant !== null) {
        setTyped(null);
        take(meant);
      }
      return isRight;
    },
    forget,
  };
}

/** What is wrong with a day: empty, it is none; otherwise it lies outside of what can be chosen. `null`: nothing is wrong. */
function useDayProblem(day: string | null, min: string | undefined, max: string | undefined): string | null {
  const { t } = useTranslation('frame');
  const formats = useFormats();
  if (day === null) return null;
  if (day === '') return t('day.none', { example: formats.day(new Date().toISOString().slice(0, 10)) });
  if (min !== undefined && day < min) return t('day.from', { day: formats.day(min) });
  return t('day.until', { day: formats.day(max ?? day) });
}

interface CalendarButtonProps extends Pick<DayFieldProps, 'label' | 'value' | 'min' | 'max' | 'disabled'> {
  readonly onChoose: (day: string) => void;
}

/** The browser shows and hides the month (Escape, a click elsewhere) and gives the focus back. */
function CalendarButton({ label, value, min, max, disabled = false, onChoose }: CalendarButtonProps) {
  const { t } = useTranslation('frame');
  const id = useId();
  const shown = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t('day.choose', { field: label })}
        popoverTarget={id}
        disabled={disabled}
      >
        <CalendarSign />
      </ActionIcon>
      <div
        id={id}
        ref={shown}
        popover="auto"
        role="dialog"
        aria-label={t('day.choose', { field: label })}
        className="calendar-place"
        onToggle={({ newState }) => setOpen(newState === 'open')}
      >
        {isOpen ? (
          <Calendar
            value={value}
            min={min}
            max={max}
            onChoose={(day) => {
              onChoose(day);
              shown.current?.hidePopover();
            }}
          />
        ) : null}
      </div>
    </>
  );
}

function CalendarSign() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" aria-hidden="true">
      <rect x="2" y="3.5" width="12" height="10.5" rx="1.5" />
      <path d="M2 7h12M5.5 1.5v3.5M10.5 1.5v3.5" />
    </svg>
  );
}
