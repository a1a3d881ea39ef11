import type { NavigationItem } from '../kit/area.tsx';

/** In the order in which they are used. A screen gets its line when it is there. */
export const operatorNavigation: readonly NavigationItem[] = [];
