import { Alert, Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationChange } from '../../../../contract/wire/members.ts';
import type { MailChange, MailSent, ProfileChange } from '../../../../contract/wire/registrations.ts';
import type { Locale } from '../../../../contract/wire/session.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { renewSession, useSignedIn } from '../../kit/api/session.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFields } from '../../kit/forms/use-fields.ts';
import { Page, Section } from '../../kit/page/page.tsx';
import { FormProblem } from '../../kit/page/states.tsx';
import { useProvenSend } from '../../kit/proof/proof-dialog.tsx';
import { MailSection } from './mail-section.tsx';

/** Name, language, address; the organisation's name for owners; the address once more where it is not confirmed. */
export function ProfilePage() {
  const { t } = useTranslation('account');
  const { person } = useSignedIn();
  const mayRename = useMayWrite('people');
  return (
    <Page title={t('profile.title')} lead={t('profile.lead')}>
      {person.confirmed ? null : <Unconfirmed email={person.email} />}
      <Own />
      <Address />
      <MailSection />
      {mayRename ? <Organisation /> : null}
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
  const [locale, setLocale] = useState(person.locale);
  const save = useSend<ProfileChange>({ method: 'PATCH', path: '/api/v1/person', onDone: () => renewSession(client) });
  const { values, names, field, isChanged } = useFields({ name: person.name }, save);
  return (
    <Section title={t('account:profile.person')}>
      <SendForm
        send={save}
        names={names}
        onSend={() => save.run({ ...values, locale })}
        action={t('frame:actions.save')}
        isIdle={!isChanged && locale === person.locale}
      >
        <TextInput label={t('account:fields.name')} autoComplete="name" {...field('name')} />
        <Select
          label={t('account:profile.language')}
          description={t('account:profile.languageWhy')}
          allowDeselect={false}
          value={locale}
          data={LANGUAGES.map((each) => ({ value: each, label: t(`frame:language.${each}`) }))}
          onChange={(chosen) => setLocale(LANGUAGES.find((each) => each === chosen) ?? locale)}
        />
      </SendForm>
    </Section>
  );
}

function Address() {
  const { t } = useTranslation('account');
  const { person } = useSignedIn();
  const [asked, setAsked] = useState('');
  const change = useProvenSend<MailChange, MailSent>({
    method: 'POST',
    path: '/api/v1/person/mail',
    done: null,
    onDone: (_, { email }) => {
      setAsked(email);
      reset();
    },
  });
  const { values, names, field, reset } = useFields({ email: '' }, change);
  return (
    <Section title={t('fields.email')} lead={t('profile.mailWhy')}>
      <Text mb="sm">{person.email}</Text>
      {asked === '' ? null : (
        <Alert color="teal" variant="light" role="status" mb="md" maw={560}>
          {t('profile.mailSent', { email: asked })}
        </Alert>
      )}
      <SendForm send={change} names={names} onSend={() => change.run(values)} action={t('profile.changeMail')}>
        <TextInput label={t('profile.newMail')} type="email" autoComplete="email" {...field('email')} />
      </SendForm>
      {change.dialog}
    </Section>
  );
}

function Organisation() {
  const { t } = useTranslation(['account', 'frame']);
  const client = useQueryClient();
  const { organisation } = useSignedIn();
  const save = useSend<OrganisationChange>({
    method: 'PATCH',
    path: '/api/v1/organisation',
    onDone: () => renewSession(client),
  });
  const { values, names, field, isChanged } = useFields({ name: organisation.name }, save);
  return (
    <Section title={t('account:fields.organisation')} lead={t('account:profile.organisationWhy')}>
      <SendForm
        send={save}
        names={names}
        onSend={() => save.run(values)}
        action={t('frame:actions.save')}
        isIdle={!isChanged}
      >
        <TextInput label={t('account:profile.organisationName')} {...field('name')} />
      </SendForm>
    </Section>
  );
}
