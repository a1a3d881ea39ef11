import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { screen } from '../kit/page/screen.tsx';

/** Screens of ad spaces, programs and links. */
export function offerScreens(area: AnyRoute): readonly AnyRoute[] {
  const below = { getParentRoute: () => area } as const;
  return [
    createRoute({
      ...below,
      path: 'ad-spaces',
      component: screen(() => import('./ad-spaces/ad-spaces-page.tsx'), 'AdSpacesPage'),
    }),
    createRoute({
      ...below,
      path: 'ad-spaces/new',
      component: screen(() => import('./ad-spaces/new-page.tsx'), 'NewAdSpacePage'),
    }),
    createRoute({
      ...below,
      path: 'ad-spaces/$id',
      component: screen(() => import('./ad-spaces/ad-space-page.tsx'), 'AdSpacePage'),
    }),
    createRoute({
      ...below,
      path: 'programs',
      component: screen(() => import('./programs/programs-page.tsx'), 'ProgramsPage'),
    }),
    createRoute({
      ...below,
      path: 'programs/$code',
      component: screen(() => import('./programs/program-page.tsx'), 'ProgramPage'),
    }),
    createRoute({
      ...below,
      path: 'links',
      component: screen(() => import('./links/links-page.tsx'), 'LinksPage'),
    }),
    createRoute({
      ...below,
      path: 'checker',
      component: screen(() => import('./links/checker-page.tsx'), 'CheckerPage'),
    }),
  ];
}
