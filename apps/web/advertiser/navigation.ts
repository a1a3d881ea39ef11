import type { NavigationItem } from '../kit/address/navigation-item.ts';

/** In the order in which they are used. A screen gets its line when it is there. */
export const advertiserNavigation: readonly NavigationItem[] = [
  { to: '/advertiser', label: (t) => t('navigation.advertiser.overview') },
  { to: '/advertiser/programs', label: (t) => t('navigation.advertiser.programs') },
  { to: '/advertiser/terms', label: (t) => t('navigation.advertiser.terms') },
  { to: '/advertiser/applications', label: (t) => t('navigation.advertiser.applications') },
  { to: '/advertiser/orders', label: (t) => t('navigation.advertiser.orders') },
  { to: '/advertiser/imports', label: (t) => t('navigation.advertiser.imports') },
  { to: '/advertiser/quality', label: (t) => t('navigation.advertiser.quality') },
  { to: '/advertiser/integration', label: (t) => t('navigation.advertiser.integration') },
];
