import { type AnyRoute, createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { cabinetOf, onlySignedIn, rootRoute } from '../kit/area.tsx';

const area = createRoute({
  getParentRoute: () => rootRoute,
  path: 'operator',
  beforeLoad: onlySignedIn(),
  component: cabinetOf('operator'),
});

/** The screens of this cabinet, each loaded when it is opened. */
const screens: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/operator/overview', replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'overview',
    component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'moderation',
    component: lazyRouteComponent(() => import('./moderation/moderation-page.tsx'), 'ModerationPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'people',
    component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'people/$id',
    component: lazyRouteComponent(() => import('./people/organisation-page.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'traffic',
    component: lazyRouteComponent(() => import('./traffic/traffic-page.tsx'), 'TrafficPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct',
    component: lazyRouteComponent(() => import('./conduct/conduct-page.tsx'), 'ConductPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct/new',
    component: lazyRouteComponent(() => import('./conduct/new-case-page.tsx'), 'NewCasePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct/$id',
    component: lazyRouteComponent(() => import('./conduct/case-page.tsx'), 'CasePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'rules',
    component: lazyRouteComponent(() => import('./rules/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'promises',
    component: lazyRouteComponent(() => import('./promises/promises-page.tsx'), 'PromisesPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger',
    component: lazyRouteComponent(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger/accounts/$id',
    component: lazyRouteComponent(() => import('./ledger/account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger/entries/$id',
    component: lazyRouteComponent(() => import('./ledger/entry-page.tsx'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'audit',
    component: lazyRouteComponent(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'mails',
    component: lazyRouteComponent(() => import('./mails/mails-page.tsx'), 'MailsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'health',
    component: lazyRouteComponent(() => import('./health/health-page.tsx'), 'HealthPage'),
  }),
];

export const operatorRoutes: readonly AnyRoute[] = [area.addChildren([...screens])];
