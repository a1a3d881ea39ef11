import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { cabinetOf, onlySignedIn, rootRoute } from '../kit/area.tsx';

const area = createRoute({
  getParentRoute: () => rootRoute,
  path: 'advertiser',
  beforeLoad: onlySignedIn(),
  component: cabinetOf('advertiser'),
});

/**
 * The screens of this cabinet, each loaded when it is opened:
 * `createRoute({ getParentRoute: () => area, path: 'balance', component: lazyRouteComponent(() => import('./balance/balance-page.tsx'), 'BalancePage') })`.
 */
const screens: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => area,
    path: '/',
    component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs',
    component: lazyRouteComponent(() => import('./program/programs-page.tsx'), 'ProgramsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs/new',
    component: lazyRouteComponent(() => import('./program/new-program-page.tsx'), 'NewProgramPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs/$code',
    component: lazyRouteComponent(() => import('./program/program-page.tsx'), 'ProgramPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'terms',
    component: lazyRouteComponent(() => import('./terms/terms-list-page.tsx'), 'TermsListPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'terms/$code',
    component: lazyRouteComponent(() => import('./terms/terms-page.tsx'), 'TermsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'applications',
    component: lazyRouteComponent(() => import('./applications/applications-page.tsx'), 'ApplicationsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'orders',
    component: lazyRouteComponent(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'orders/detail',
    component: lazyRouteComponent(() => import('./orders/order-page.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'imports',
    component: lazyRouteComponent(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'quality',
    component: lazyRouteComponent(() => import('./quality/quality-page.tsx'), 'QualityPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'integration',
    component: lazyRouteComponent(() => import('./integration/integration-page.tsx'), 'IntegrationPage'),
  }),
];

export const advertiserRoutes: readonly AnyRoute[] = [area.addChildren([...screens])];
