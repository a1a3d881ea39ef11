import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession } from '../kit/session.ts';

/** Above every screen while the organisation may not work yet, or not any more: why, and what to do. */
export function StandingNotice() {
  const { t } = useTranslation('frame');
  const session = useSession();
  if (session?.person == null || session.organisation.status === 'active') return null;
  const { status, status_reason: reason } = session.organisation;
  const color = status === 'blocked' || status === 'declined' ? 'red' : 'blue';
  return (
    <Alert color={color} variant="light" mb="lg" role="status">
      {t(`status.notActive.${status}`, { email: session.person.email, reason: reason ?? '' })}
    </Alert>
  );
}
