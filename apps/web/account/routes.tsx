import { type AnyRoute, createRoute, redirect } from '@tanstack/react-router';
import { onlySignedIn, rootRoute } from '../kit/page/area.tsx';
import { screen } from '../kit/page/screen.tsx';
import { onlySignedOut } from './sign-in/next-address.ts';

const area = createRoute({ getParentRoute: () => rootRoute, path: 'account', beforeLoad: onlySignedIn() });

/** For who is not signed in, or follows the link of a mail. */
const open: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'sign-in',
    beforeLoad: onlySignedOut,
    component: screen(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'register',
    beforeLoad: onlySignedOut,
    component: screen(() => import('./registration/register-page.tsx'), 'RegisterPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'confirm',
    component: screen(() => import('./registration/link-pages.tsx'), 'ConfirmPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'new-mail',
    component: screen(() => import('./registration/link-pages.tsx'), 'NewMailPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'unsubscribe',
    component: screen(() => import('./registration/link-pages.tsx'), 'UnsubscribePage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'reset',
    component: screen(() => import('./reset/reset-page.tsx'), 'ResetPage'),
  }),
  createRoute({
    getParentRoute: () => rootRoute,
    path: 'invitation',
    component: screen(() => import('./invitation/invitation-page.tsx'), 'InvitationPage'),
  }),
];

const own: readonly AnyRoute[] = [
  createRoute({
    getParentRoute: () => area,
    path: '/',
    beforeLoad: () => {
      throw redirect({ to: '/account/profile', replace: true });
    },
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'profile',
    component: screen(() => import('./profile/profile-page.tsx'), 'ProfilePage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'security',
    component: screen(() => import('./security/security-page.tsx'), 'SecurityPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'members',
    component: screen(() => import('./members/members-page.tsx'), 'MembersPage'),
  }),
  createRoute({
    getParentRoute: () => area,
    path: 'api',
    component: screen(() => import('./api/api-page.tsx'), 'ApiPage'),
  }),
];

/** Sign-in, registration and what is a person's own. */
export const accountRoutes: readonly AnyRoute[] = [...open, area.addChildren([...own])];
