import { createRoute } from '@tanstack/react-router';
import { rootRoute } from '../page/area.tsx';
import { screen } from '../page/screen.tsx';

/** `/app/kit`: every component of the kit on one page, for those who build screens. */
export const kitRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: 'kit',
  component: screen(() => import('./kit-page.tsx'), 'KitPage'),
});
