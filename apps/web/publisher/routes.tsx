import { type AnyRoute, createRoute, redirect } from '@tanstack/react-router';
import { cabinetOf, onlySignedIn, rootRoute } from '../kit/page/area.tsx';
import { screen } from '../kit/page/screen.tsx';
import { offerScreens } from './offer-routes.tsx';

const area = createRoute({
  getParentRoute: () => rootRoute,
  path: 'publisher',
  beforeLoad: onlySignedIn(),
  component: cabinetOf('publisher'),
});

/**
 * The screens of this cabinet, each loaded when it is opened:
 * `createRoute({ getParentRoute: () => area, path: 'balance', component: screen(() => import('./balance/balance-page.tsx'), 'BalancePage') })`.
 */
const screens: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/publisher/overview' });
    },
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'overview',
    component: screen(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'notices',
    component: screen(() => import('./notices/notices-page.tsx'), 'NoticesPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct',
    component: screen(() => import('./conduct/conduct-page.tsx'), 'ConductPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'statistics',
    component: screen(() => import('./statistics/statistics-page.tsx'), 'StatisticsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'statistics/clicks',
    component: screen(() => import('./statistics/clicks-page.tsx'), 'ClicksPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'quality',
    component: screen(() => import('./quality/quality-page.tsx'), 'QualityPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'balance',
    component: screen(() => import('./balance/balance-page.tsx'), 'BalancePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'actions',
    component: screen(() => import('./actions/actions-page.tsx'), 'ActionsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'actions/why',
    component: screen(() => import('./why/why-page.tsx'), 'WhyPage'),
  }),
];

export const publisherRoutes: readonly AnyRoute[] = [area.addChildren([...screens, ...offerScreens(area)])];
