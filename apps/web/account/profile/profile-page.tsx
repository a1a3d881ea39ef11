import { Button, Group, PasswordInput, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationChange } from '../../../../contract/wire/members.ts';
import type { MailChange, MailSent, ProfileChange } from '../../../../contract/wire/registrations.ts';
import type { Locale } from '../../../../contract/wire/session.ts';
import { Page, Section } from '../../kit/page.tsx';
import { renewSession, useSignedIn } from '../../kit/session.ts';
import { FormProblem } from '../../kit/states.tsx';
import { useSend } from '../../kit/use-api.ts';
import { MailSection } from './mail-section.tsx';

/** Name, language, address; the organisation's name for owners; the address once more where it is not confirmed. */
export function ProfilePage() {
  const { t } = useTranslation('account');
  const { role, person } = useSignedIn();
  return (
    <Page title={t('profile.title')} lead={t('profile.lead')}>
      {person.confirmed ? null : <Unconfirmed email={person.email} />}
      <Own />
      <Address />
      <MailSection />
      {role === 'owner' ? <Organisation /> : null}
    </Page>
  );
}

function Unconfirmed({ email }: { readonly email: string }) {
  const { t } = useTranslation('account');
  const again = useSend<void, MailSent>({
    method: 'POST',
    path: '/api/v1/registrations/confirmation-mail',
    body: null,
    done: t('profile.confirmSent', { email }),
  });
  return (
    <Section title={t('profile.unconfirmed')} lead={t('profile.unconfirmedWhy', { email })}>
      <Stack maw={460}>
        <FormProblem problem={again.problem} fields={[]} />
        <Button w="fit-content" variant="default" onClick={() => again.run()} loading={again.running}>
          {t('profile.confirmAgain')}
        </Button>
      </Stack>
    </Section>
  );
}

const LANGUAGES: readonly Locale[] = ['en', 'ru', 'es'];

function Own() {
  const { t } = useTranslation(['account', 'frame']);
  const client = useQueryClient();
  const { person } = useSignedIn();
  const [form, setForm] = useState<{ name: string; locale: Locale }>({ name: person.name, locale: person.locale });
  const save = useSend<ProfileChange>({ method: 'PATCH', path: '/api/v1/person', onDone: () => renewSession(client) });
  return (
    <Section title={t('account:profile.person')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.run(form);
        }}
      >
        <Stack maw={460}>
          <FormProblem problem={save.problem} fields={['name']} />
          <TextInput
            label={t('account:fields.name')}
            autoComplete="name"
            required
            value={form.name}
            error={save.fieldError('name')}
            onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
          />
          <Select
            label={t('account:profile.language')}
            description={t('account:profile.languageWhy')}
            allowDeselect={false}
            value={form.locale}
            data={LANGUAGES.map((each) => ({ value: each, label: t(`frame:language.${each}`) }))}
            onChange={(chosen) =>
              setForm({ ...form, locale: LANGUAGES.find((each) => each === chosen) ?? form.locale })
            }
          />
          <Group>
            <Button type="submit" loading={save.running}>
              {t('frame:actions.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

function Address() {
  const { t } = useTranslation('account');
  const { person } = useSignedIn();
  const [form, setForm] = useState<MailChange>({ email: '', current_password: '' });
  const change = useSend<MailChange, MailSent>({
    method: 'POST',
    path: '/api/v1/person/mail',
    done: t('profile.mailSent', { email: form.email }),
    onDone: () => setForm({ email: '', current_password: '' }),
  });
  return (
    <Section title={t('fields.email')} lead={t('profile.mailWhy')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.run(form);
        }}
      >
        <Stack maw={460}>
          <Text>{person.email}</Text>
          <FormProblem problem={change.problem} fields={['email', 'current_password']} />
          <TextInput
            label={t('profile.newMail')}
            type="email"
            autoComplete="email"
            required
            value={form.email}
            error={change.fieldError('email')}
            onChange={(event) => setForm({ ...form, email: event.currentTarget.value })}
          />
          <PasswordInput
            label={t('fields.currentPassword')}
            autoComplete="current-password"
            required
            value={form.current_password}
            error={change.fieldError('current_password')}
            onChange={(event) => setForm({ ...form, current_password: event.currentTarget.value })}
          />
          <Button type="submit" w="fit-content" loading={change.running}>
            {t('profile.changeMail')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}

function Organisation() {
  const { t } = useTranslation(['account', 'frame']);
  const client = useQueryClient();
  const { organisation } = useSignedIn();
  const [name, setName] = useState(organisation.name);
  const save = useSend<OrganisationChange>({
    method: 'PATCH',
    path: '/api/v1/organisation',
    onDone: () => renewSession(client),
  });
  return (
    <Section title={t('account:fields.organisation')} lead={t('account:profile.organisationWhy')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.run({ name });
        }}
      >
        <Stack maw={460}>
          <FormProblem problem={save.problem} fields={['name']} />
          <TextInput
            label={t('account:profile.organisationName')}
            required
            value={name}
            error={save.fieldError('name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" w="fit-content" loading={save.running}>
            {t('frame:actions.save')}
          </Button>
        </Stack>
      </form>
    </Section>
  );
}
