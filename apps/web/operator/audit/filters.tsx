import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { auditActions } from '../../../../contract/audit-actions.ts';
import type { AuditPage } from '../../../../contract/wire/members.ts';
import { useTyped } from '../../kit/address/use-typed.ts';
import { MomentField } from '../../kit/days/moment-field.tsx';
import { Choice } from '../look/choice.tsx';
import { useActionName } from './action-name.ts';

export interface AuditFilters {
  /** Minutes in UTC as the browser's field has them, such as `2022-06-15T09:00`. */
  readonly since: string;
  readonly until: string;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly organisation: string;
}

/** One end of the time asked for, as the API takes it; nothing while it is half typed. */
export function moment(end: 'since' | 'until', values: AuditFilters): Partial<Record<'since' | 'until', string>> {
  const minute = values[end];
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(minute) ? { [end]: `${minute}:00Z` } : {};
}

export function Filters(props: {
  readonly values: AuditFilters;
  /** Of the page that is shown: they know the names of what is filtered by. */
  readonly records: AuditPage['records'];
  readonly onChange: (some: Partial<AuditFilters>) => void;
}) {
  const { t, i18n } = useTranslation('operator');
  const { values, records, onChange } = props;
  const nameOf = useActionName();
  const collator = new Intl.Collator(i18n.language);
  const actions = [...auditActions].sort((one, other) => collator.compare(nameOf(one), nameOf(other)));
  const end = (name: 'since' | 'until', label: string) => (
    <MomentField
      label={label}
      value={values[name]}
      takes="left"
      {...(name === 'until' ? { time: '23:59' } : {})}
      onChange={(moment) => onChange({ [name]: moment })}
    />
  );
  return (
    <Stack gap="sm">
      <Group align="flex-end" gap="sm">
        {end('since', t('audit.from'))}
        {end('until', t('audit.to'))}
        <Choice
          label={t('audit.action')}
          values={actions}
          nameOf={nameOf}
          value={values.action}
          onChange={(action) => onChange({ action })}
          searchable
        />
      </Group>
      <Words values={values} onChange={onChange} />
      <Chosen values={values} records={records} onChange={onChange} />
    </Stack>
  );
}

/** Typed words: whose, and about what. What was picked from a record stands below. */
function Words({ values, onChange }: Pick<Parameters<typeof Filters>[0], 'values' | 'onChange'>) {
  const { t } = useTranslation('operator');
  const typedOf = (value: string) => (isPicked(value) ? '' : value);
  const [actor, setActor] = useTyped(typedOf(values.actor));
  const [subject, setSubject] = useTyped(typedOf(values.subject));
  const send = () => {
    const [who, what] = [actor.trim(), subject.trim()];
    onChange({
      ...(who === '' && isPicked(values.actor) ? {} : { actor: who }),
      ...(what === '' && isPicked(values.subject) ? {} : { subject: what }),
    });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          type="search"
          label={t('audit.filterActor')}
          value={actor}
          onChange={(event) => setActor(event.currentTarget.value)}
          maxLength={100}
        />
        <TextInput
          type="search"
          label={t('audit.filterSubject')}
          value={subject}
          onChange={(event) => setSubject(event.currentTarget.value)}
          maxLength={100}
          miw="min(22rem, 100%)"
        />
        <Button type="submit" variant="default">
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

/** As records name it, such as `user:…`; words that people type have no colon. */
const isPicked = (value: string): boolean => value.includes(':');

/** What was picked from the list rather than typed: each can be taken away again. */
function Chosen({ values, records, onChange }: Parameters<typeof Filters>[0]) {
  const { t } = useTranslation('operator');
  const picked = [
    {
      name: 'actor' as const,
      label: t('audit.actor'),
      value: isPicked(values.actor) ? values.actor : '',
      text: records.find(({ actor }) => actor === values.actor)?.actor_name,
    },
    {
      name: 'subject' as const,
      label: t('audit.subject'),
      value: isPicked(values.subject) ? values.subject : '',
      text: records.find(({ subject }) => subject === values.subject)?.subject_name,
    },
    {
      name: 'organisation' as const,
      label: t('audit.organisation'),
      value: values.organisation,
      text: records.find(({ organisation_id: id }) => id === values.organisation)?.organisation,
    },
  ].filter(({ value }) => value !== '');
  if (picked.length === 0) return null;
  return (
    <Group gap="xs">
      {picked.map(({ name, label, value, text }) => (
        <Button
          key={name}
          size="compact-sm"
          variant="default"
          className="chosen"
          aria-label={t('audit.without', { filter: `${label}: ${text ?? value}` })}
          onClick={() => onChange({ [name]: '' })}
        >
          {label}: {text ?? value} ✕
        </Button>
      ))}
    </Group>
  );
}
