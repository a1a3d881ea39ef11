import { Alert, Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Acceptance, InvitationPreview } from '../../../../contract/wire/members.ts';
import type { LinkRequest } from '../../../../contract/wire/registrations.ts';
import { FormProblem, ProblemAlert, Waiting } from '../../kit/states.tsx';
import { ButtonLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useSend } from '../../kit/use-api.ts';
import { useOwnLocale } from '../own-locale.ts';
import { NarrowPage } from '../sign-in/narrow-page.tsx';

/** The link of an invitation: what it is to, and a password of one's own. */
export function InvitationPage() {
  const { t } = useTranslation(['account', 'frame']);
  const { values } = useAddress({ token: '' });
  const [found, setFound] = useState<InvitationPreview | null>(null);
  const [isDone, setDone] = useState(false);
  const look = useSend<LinkRequest, InvitationPreview>({
    method: 'POST',
    path: '/api/v1/invitations/preview',
    done: null,
    onDone: setFound,
  });
  const { run } = look;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once for each link; `run` is made anew with every look.
  useEffect(() => run({ token: values.token }), [values.token]);
  return (
    <NarrowPage title={t('account:invitation.title')}>
      <Stack>
        {look.problem === null ? null : <ProblemAlert problem={look.problem} />}
        {found === null && look.problem === null ? <Waiting rows={3} /> : null}
        {found === null ? null : (
          <Text>
            {t('account:invitation.lead', { ...found, role: t(`frame:roles.${found.role}`), by: found.invited_by })}
          </Text>
        )}
        {found === null || isDone ? null : <Joining token={values.token} onDone={() => setDone(true)} />}
        {isDone ? (
          <>
            <Alert color="teal" role="status">
              {t('account:invitation.done')}
            </Alert>
            <ButtonLink to="/sign-in">{t('account:signIn.action')}</ButtonLink>
          </>
        ) : null}
      </Stack>
    </NarrowPage>
  );
}

function Joining({ token, onDone }: { readonly token: string; readonly onDone: () => void }) {
  const { t } = useTranslation('account');
  const locale = useOwnLocale();
  const [form, setForm] = useState({ name: '', password: '' });
  const join = useSend<Acceptance>({ method: 'POST', path: '/api/v1/invitations/acceptance', done: null, onDone });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        join.run({ ...form, token, locale });
      }}
    >
      <Stack>
        <FormProblem problem={join.problem} fields={['name', 'password']} />
        <TextInput
          label={t('fields.name')}
          autoComplete="name"
          required
          value={form.name}
          error={join.fieldError('name')}
          onChange={(event) => setForm({ ...form, name: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('fields.password')}
          description={t('fields.passwordHint')}
          autoComplete="new-password"
          required
          value={form.password}
          error={join.fieldError('password')}
          onChange={(event) => setForm({ ...form, password: event.currentTarget.value })}
        />
        <Button type="submit" loading={join.running}>
          {t('invitation.action')}
        </Button>
      </Stack>
    </form>
  );
}
