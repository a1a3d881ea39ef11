import type { NavigationItem } from '../kit/navigation-item.ts';

/** In the order in which they are used. A screen gets its line when it is there. */
export const advertiserNavigation: readonly NavigationItem[] = [
  { to: '/advertiser', label: (t) => t('navigation.advertiser.overview') },
  { to: '/advertiser/programs', label: (t) => t('navigation.advertiser.programs') },
  { to: '/advertiser/terms', label: (t) => t('navigation.advertiser.terms') },
];
