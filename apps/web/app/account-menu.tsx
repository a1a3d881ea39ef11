import { Divider, NavLink, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../contract/wire/session.ts';
import { useSession } from '../kit/api/session.ts';
import { useSend } from '../kit/api/use-api.ts';
import { Dropdown } from '../kit/controls/dropdown.tsx';
import { ButtonLink, NavigationLink } from '../kit/controls/text-link.tsx';
import { forgetUnsent } from '../kit/forms/use-unsent.ts';
import { accountNavigation } from './navigation.ts';

/** Who is signed in, what is theirs, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('frame');
  const session = useSession();
  if (session === null) return null;
  if (session.person === null) {
    return (
      <ButtonLink to="/sign-in" variant="default" size="compact-md">
        {t('account.signIn')}
      </ButtonLink>
    );
  }
  return (
    <Dropdown
      name={session.person.name || session.person.email}
      label={`${t('menu.account')}: ${session.person.email}`}
    >
      {(close) => <Own signedIn={session} close={close} />}
    </Dropdown>
  );
}

function Own({ signedIn, close }: { readonly signedIn: SignedIn; readonly close: () => void }) {
  const { t } = useTranslation('frame');
  const signOut = useSend({
    method: 'DELETE',
    path: '/api/v1/session',
    body: null,
    done: null,
    // A whole new page: nothing of this person stays.
    onDone: () => {
      forgetUnsent();
      window.location.assign('/app/sign-in');
    },
  });
  return (
    <>
      <Text size="xs" c="dimmed" className="dropdown-title">
        {signedIn.person.email} · {t(`roles.${signedIn.role}`)}
      </Text>
      {accountNavigation.map((item) => (
        <NavigationLink key={item.to} to={item.to} label={item.label(t)} onClick={close} />
      ))}
      <Divider my={4} />
      <NavLink
        component="button"
        label={t('account.signOut')}
        onClick={() => signOut.run()}
        disabled={signOut.running}
      />
    </>
  );
}
