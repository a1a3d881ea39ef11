import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';

/** Screens of ad spaces, programs and links. */
export function offerScreens(area: AnyRoute): readonly AnyRoute[] {
  const below = { getParentRoute: () => area } as const;
  return [
    createRoute({
      ...below,
      path: 'ad-spaces',
      component: lazyRouteComponent(() => import('./ad-spaces/ad-spaces-page.tsx'), 'AdSpacesPage'),
    }),
    createRoute({
      ...below,
      path: 'ad-spaces/new',
      component: lazyRouteComponent(() => import('./ad-spaces/new-page.tsx'), 'NewAdSpacePage'),
    }),
    createRoute({
      ...below,
      path: 'ad-spaces/$id',
      component: lazyRouteComponent(() => import('./ad-spaces/ad-space-page.tsx'), 'AdSpacePage'),
    }),
    createRoute({
      ...below,
      path: 'programs',
      component: lazyRouteComponent(() => import('./programs/programs-page.tsx'), 'ProgramsPage'),
    }),
    createRoute({
      ...below,
      path: 'programs/$code',
      component: lazyRouteComponent(() => import('./programs/program-page.tsx'), 'ProgramPage'),
    }),
    createRoute({
      ...below,
      path: 'links',
      component: lazyRouteComponent(() => import('./links/links-page.tsx'), 'LinksPage'),
    }),
    createRoute({
      ...below,
      path: 'checker',
      component: lazyRouteComponent(() => import('./links/checker-page.tsx'), 'CheckerPage'),
    }),
  ];
}
