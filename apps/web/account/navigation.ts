import type { NavigationItem } from '../kit/address/navigation-item.ts';

/** In the order in which they are used. A screen gets its line when it is there. */
export const accountNavigation: readonly NavigationItem[] = [
  { to: '/account/profile', label: (t) => t('account.profile') },
  { to: '/account/security', label: (t) => t('account.security') },
  { to: '/account/members', label: (t) => t('account.members') },
  { to: '/account/api', label: (t) => t('account.api') },
];
