import { Button, Menu } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { renewSession, useSession } from '../kit/session.ts';
import { ButtonLink } from '../kit/text-link.tsx';
import { useSend } from '../kit/use-api.ts';
import { accountNavigation } from './navigation.ts';

/** Who is signed in, what is theirs, and the way out. */
export function AccountMenu() {
  const { t } = useTranslation('frame');
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const signOut = useSend({
    method: 'DELETE',
    path: '/api/v1/session',
    body: null,
    done: null,
    onDone: async () => {
      await renewSession(client);
      await navigate({ to: '/sign-in' });
    },
  });
  if (session === null) return null;
  if (session.person === null) {
    return (
      <ButtonLink to="/sign-in" variant="default" size="compact-md">
        {t('account.signIn')}
      </ButtonLink>
    );
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-md"
          maw={180}
          aria-label={`${t('menu.account')}: ${session.person.email}`}
        >
          {session.person.name || session.person.email}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.person.email} · {t(`roles.${session.role}`)}
        </Menu.Label>
        {accountNavigation.map((item) => (
          <Menu.Item key={item.to} onClick={() => navigate({ to: item.to })}>
            {item.label(t)}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item onClick={() => signOut.run()} disabled={signOut.running}>
          {t('account.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
