import { Alert } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../contract/wire/session.ts';
import { useSession } from '../kit/api/session.ts';

/** Above every screen what holds for all of them: that the organisation may not work, and why; that one's role was changed meanwhile. */
export function StandingNotice() {
  const session = useSession();
  if (session?.person == null) return null;
  return (
    <>
      <NotActive signedIn={session} />
      <NewRole role={session.role} />
    </>
  );
}

function NotActive({ signedIn }: { readonly signedIn: SignedIn }) {
  const { t } = useTranslation('frame');
  const { status, status_reason: reason } = signedIn.organisation;
  if (status === 'active') return null;
  const color = status === 'blocked' || status === 'declined' ? 'red' : 'blue';
  return (
    <Alert color={color} variant="light" mb="lg" role="status">
      {t(`status.notActive.${status}`, { email: signedIn.person.email, reason: reason ?? '' })}
    </Alert>
  );
}

/** Buttons that were there a moment ago are gone: that is told, until it is read. */
function NewRole({ role }: Pick<SignedIn, 'role'>) {
  const { t } = useTranslation('frame');
  const [read, setRead] = useState(role);
  if (read === role) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      mb="lg"
      role="status"
      withCloseButton
      closeButtonLabel={t('actions.close')}
      onClose={() => setRead(role)}
    >
      {t('status.roleChanged', { role: t(`roles.${role}`) })}
    </Alert>
  );
}
