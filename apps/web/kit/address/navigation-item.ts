import type { TFunction } from 'i18next';

/** A line of the navigation. */
export interface NavigationItem {
  readonly to: string;
  readonly label: (t: TFunction<'frame'>) => string;
}
