import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { rootRoute } from '../area.tsx';

/** `/app/kit`: every component of the kit on one page, for those who build screens. */
export const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'kit',
  component: lazyRouteComponent(() => import('./kit-page.tsx'), 'KitPage'),
});
