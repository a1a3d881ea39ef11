import { Button, Stack, Text, Title } from '@mantine/core';
import type { QueryClient } from '@tanstack/react-query';
import { createRoute, createRouter, redirect } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { accountRoutes } from '../account/routes.tsx';
import { advertiserRoutes } from '../advertiser/routes.tsx';
import { AreaProblem, onlySignedIn, rootRoute } from '../kit/page/area.tsx';
import { useWindowTitle } from '../kit/page/page.tsx';
import { Waiting } from '../kit/page/states.tsx';
import { kitRoute } from '../kit/show/route.tsx';
import { operatorRoutes } from '../operator/routes.tsx';
import { publisherRoutes } from '../publisher/routes.tsx';
import { Frame } from './frame.tsx';
import { navigationOf } from './navigation.ts';

/** The bare address leads to the first screen of whoever is signed in. */
const startRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  beforeLoad: async (options) => {
    const { signedIn } = await onlySignedIn()(options);
    const first = navigationOf(signedIn.organisation.kind)[0];
    throw redirect({ to: first?.to ?? '/account/profile' });
  },
});

/** Addresses are plain: `?status=pending&page=2`, every value a text. */
const parseSearch = (search: string): Record<string, string> => Object.fromEntries(new URLSearchParams(search));
const stringifySearch = (search: Record<string, unknown>): string => {
  const texts = Object.entries(search).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  const query = new URLSearchParams(texts).toString();
  return query === '' ? '' : `?${query}`;
};

export function createCabinets(queryClient: QueryClient) {
  rootRoute.update({ component: Frame, notFoundComponent: NotFound });
  return createRouter({
    routeTree: rootRoute.addChildren([
      startRoute,
      kitRoute,
      ...accountRoutes,
      ...publisherRoutes,
      ...advertiserRoutes,
      ...operatorRoutes,
    ]),
    basepath: '/app',
    context: { queryClient },
    defaultPreload: 'intent',
    defaultErrorComponent: AreaProblem,
    defaultPendingComponent: Waiting,
    scrollRestoration: true,
    parseSearch,
    stringifySearch,
  });
}

function NotFound() {
  const { t } = useTranslation('frame');
  useWindowTitle(t('states.notFound'));
  return (
    <Stack gap="sm" className="page">
      <Title order={1}>{t('states.notFound')}</Title>
      <Text>{t('states.notFoundWhy')}</Text>
      <Button component="a" href="/app/" variant="default" w="fit-content">
        {t('states.home')}
      </Button>
    </Stack>
  );
}
