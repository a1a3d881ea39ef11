import type { NavigationItem } from '../kit/address/navigation-item.ts';

/** In the order in which they are used. A screen gets its line when it is there. */
export const publisherNavigation: readonly NavigationItem[] = [
  { to: '/publisher/overview', label: (t) => t('navigation.publisher.overview') },
  { to: '/publisher/programs', label: (t) => t('navigation.publisher.programs') },
  { to: '/publisher/ad-spaces', label: (t) => t('navigation.publisher.adSpaces') },
  { to: '/publisher/links', label: (t) => t('navigation.publisher.links') },
  { to: '/publisher/checker', label: (t) => t('navigation.publisher.checker') },
  { to: '/publisher/statistics', label: (t) => t('navigation.publisher.statistics') },
  { to: '/publisher/actions', label: (t) => t('navigation.publisher.actions') },
  { to: '/publisher/quality', label: (t) => t('navigation.publisher.quality') },
  { to: '/publisher/balance', label: (t) => t('navigation.publisher.balance') },
  { to: '/publisher/notices', label: (t) => t('navigation.publisher.notices') },
  { to: '/publisher/conduct', label: (t) => t('navigation.publisher.conduct') },
];
