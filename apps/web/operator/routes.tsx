import { type AnyRoute, createRoute, redirect } from '@tanstack/react-router';
import { cabinetOf, onlySignedIn, rootRoute } from '../kit/page/area.tsx';
import { screen } from '../kit/page/screen.tsx';

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
    component: screen(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'moderation',
    component: screen(() => import('./moderation/moderation-page.tsx'), 'ModerationPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'people',
    component: screen(() => import('./people/people-page.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'people/$id',
    component: screen(() => import('./people/organisation-page.tsx'), 'OrganisationPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'clicks',
    component: screen(() => import('./clicks/clicks-page.tsx'), 'ClicksPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'traffic',
    component: screen(() => import('./traffic/traffic-page.tsx'), 'TrafficPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct',
    component: screen(() => import('./conduct/conduct-page.tsx'), 'ConductPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct/new',
    component: screen(() => import('./conduct/new-case-page.tsx'), 'NewCasePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'conduct/$id',
    component: screen(() => import('./conduct/case-page.tsx'), 'CasePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'rules',
    component: screen(() => import('./rules/rules-page.tsx'), 'RulesPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'promises',
    component: screen(() => import('./promises/promises-page.tsx'), 'PromisesPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'express-payments',
    component: screen(() => import('./express/express-page.tsx'), 'ExpressPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'advertiser-payments',
    component: screen(() => import('./payments/payments-page.tsx'), 'PaymentsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger',
    component: screen(() => import('./ledger/ledger-page.tsx'), 'LedgerPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger/accounts/$id',
    component: screen(() => import('./ledger/account-page.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'ledger/entries/$id',
    component: screen(() => import('./ledger/entry-page.tsx'), 'EntryPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'audit',
    component: screen(() => import('./audit/audit-page.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'mails',
    component: screen(() => import('./mails/mails-page.tsx'), 'MailsPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'health',
    component: screen(() => import('./health/health-page.tsx'), 'HealthPage'),
  }),
];

export const operatorRoutes: readonly AnyRoute[] = [area.addChildren([...screens])];
