import { AppShell, Burger, Group, NavLink, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet, useLocation } from '@tanstack/react-router';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { SignedIn } from '../../../contract/wire/session.ts';
import type { NavigationItem } from '../kit/address/navigation-item.ts';
import { useSession, useSomebodyElse } from '../kit/api/session.ts';
import { NavigationLink } from '../kit/controls/text-link.tsx';
import { Waiting } from '../kit/page/states.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Brand } from './brand.tsx';
import { navigationOf } from './navigation.ts';
import { Preferences } from './preferences.tsx';
import { SomebodyElse } from './somebody-else.tsx';
import { StandingNotice } from './standing-notice.tsx';

/** Everything around a screen: header, navigation of whoever is signed in, the screen itself. */
export function Frame() {
  const { t } = useTranslation('frame');
  const session = useSession();
  const somebodyElse = useSomebodyElse();
  const [isOpen, menu] = useDisclosure(false);
  const signedIn = session?.person == null || somebodyElse !== null ? null : session;
  return (
    <AppShell
      header={{ height: 56 }}
      padding={{ base: 'sm', sm: 'lg' }}
      {...(signedIn === null ? {} : { navbar: { width: 232, breakpoint: 'sm', collapsed: { mobile: !isOpen } } })}
    >
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="sm" wrap="nowrap">
            {signedIn === null ? null : (
              <Burger
                opened={isOpen}
                onClick={menu.toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={isOpen ? t('menu.close') : t('menu.open')}
                aria-expanded={isOpen}
              />
            )}
            <Brand name={session?.network_name ?? t('product')} />
          </Group>
          <Group gap={4} wrap="nowrap">
            <Preferences />
            <AccountMenu />
          </Group>
        </Group>
      </AppShell.Header>
      {signedIn === null ? null : <Navigation signedIn={signedIn} onChosen={menu.close} />}
      <AppShell.Main id="content">
        {somebodyElse === null ? (
          <>
            <StandingNotice />
            <Suspense fallback={<Waiting />}>
              <Outlet />
            </Suspense>
          </>
        ) : (
          <SomebodyElse {...somebodyElse} />
        )}
      </AppShell.Main>
    </AppShell>
  );
}

function Navigation({ signedIn, onChosen }: { readonly signedIn: SignedIn; readonly onChosen: () => void }) {
  const { t } = useTranslation('frame');
  const { pathname } = useLocation();
  const items = navigationOf(signedIn.organisation.kind);
  const here = lineOf(items, pathname);
  return (
    <AppShell.Navbar p="sm" aria-label={t('menu.main')}>
      <Text size="xs" c="dimmed" px="sm" pb={4}>
        {t(`kinds.${signedIn.organisation.kind}`)}
      </Text>
      <Text fw={600} px="sm" pb="sm" lineClamp={2}>
        {signedIn.organisation.name}
      </Text>
      <AppShell.Section grow className="navigation-lines">
        {items.map((item) => (
          <Line key={item.to} item={item} isHere={item === here} onChosen={onChosen} />
        ))}
      </AppShell.Section>
      <AppShell.Section>
        <NavLink component="a" href="/programs" label={t('navigation.publicSite')} />
        <NavLink component="a" href="/help" label={t('navigation.help')} />
      </AppShell.Section>
    </AppShell.Navbar>
  );
}

/** The line whose address the open one is or begins with; the longest, as an overview's address is the beginning of all. */
function lineOf(items: readonly NavigationItem[], pathname: string): NavigationItem | undefined {
  return items
    .filter(({ to }) => pathname === to || pathname.startsWith(`${to}/`))
    .toSorted((one, other) => other.to.length - one.to.length)[0];
}

interface LineProps {
  readonly item: NavigationItem;
  readonly isHere: boolean;
  readonly onChosen: () => void;
}

function Line({ item, isHere, onChosen }: LineProps) {
  const { t } = useTranslation('frame');
  return (
    <NavigationLink
      to={item.to}
      label={item.label(t)}
      active={isHere}
      // Else the router would mark every line whose address begins the open one, too: an overview's does.
      activeOptions={{ exact: true }}
      onClick={onChosen}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
    />
  );
}
