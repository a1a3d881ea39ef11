import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { cabinetOf, onlySignedIn, rootRoute } from '../kit/page/area.tsx';
import { screen } from '../kit/page/screen.tsx';

const area = createRoute({
  getParentRoute: () => rootRoute,
  path: 'advertiser',
  beforeLoad: onlySignedIn(),
  component: cabinetOf('advertiser'),
});

/**
 * The screens of this cabinet, each loaded when it is opened:
 * `createRoute({ getParentRoute: () => area, path: 'balance', component: screen(() => import('./balance/balance-page.tsx'), 'BalancePage') })`.
 */
const screens: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => area,
    path: '/',
    component: screen(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs',
    component: screen(() => import('./program/programs-page.tsx'), 'ProgramsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs/new',
    component: screen(() => import('./program/new-program-page.tsx'), 'NewProgramPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'programs/$code',
    component: screen(() => import('./program/program-page.tsx'), 'ProgramPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'terms',
    component: screen(() => import('./terms/terms-list-page.tsx'), 'TermsListPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'terms/$code',
    component: screen(() => import('./terms/terms-page.tsx'), 'TermsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'applications',
    component: screen(() => import('./applications/applications-page.tsx'), 'ApplicationsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'orders',
    component: screen(() => import('./orders/orders-page.tsx'), 'OrdersPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'orders/detail',
    component: screen(() => import('./orders/order-page.tsx'), 'OrderPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'imports',
    component: screen(() => import('./imports/imports-page.tsx'), 'ImportsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'quality',
    component: screen(() => import('./quality/quality-page.tsx'), 'QualityPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'integration',
    component: screen(() => import('./integration/integration-page.tsx'), 'IntegrationPage'),
  }),
];

export const advertiserRoutes: readonly AnyRoute[] = [area.addChildren([...screens])];
