import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../kit/area.tsx';

const signIn = createRoute({
  getParentRoute: () => rootRoute,
  path: 'sign-in',
  component: lazyRouteComponent(() => import('./sign-in/sign-in-page.tsx'), 'SignInPage'),
});

/** Sign-in, registration and what is a person's own. */
export const accountRoutes: readonly AnyRoute[] = [signIn];
