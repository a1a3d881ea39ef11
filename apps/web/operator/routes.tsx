import { type AnyRoute, createRoute } from '@tanstack/react-router';
import { onlyFor, rootRoute } from '../kit/area.tsx';

const area = createRoute({ getParentRoute: () => rootRoute, path: 'operator', beforeLoad: onlyFor('operator') });

/**
 * The screens of this cabinet, each loaded when it is opened:
 * `createRoute({ getParentRoute: () => area, path: 'balance', component: lazyRouteComponent(() => import('./balance/balance-page.tsx'), 'BalancePage') })`.
 */
const screens: readonly AnyRoute[] = [];

export const operatorRoutes: readonly AnyRoute[] = [area.addChildren([...screens])];
