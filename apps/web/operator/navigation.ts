import type { NavigationItem } from '../kit/address/navigation-item.ts';

/** In the order in which they are used. */
export const operatorNavigation: readonly NavigationItem[] = [
  { to: '/operator/overview', label: (t) => t('navigation.operator.overview') },
  { to: '/operator/moderation', label: (t) => t('navigation.operator.moderation') },
  { to: '/operator/people', label: (t) => t('navigation.operator.people') },
  { to: '/operator/conduct', label: (t) => t('navigation.operator.conduct') },
  { to: '/operator/rules', label: (t) => t('navigation.operator.rules') },
  { to: '/operator/promises', label: (t) => t('navigation.operator.promises') },
  { to: '/operator/clicks', label: (t) => t('navigation.operator.clicks') },
  { to: '/operator/traffic', label: (t) => t('navigation.operator.traffic') },
  { to: '/operator/express-payments', label: (t) => t('navigation.operator.express') },
  { to: '/operator/advertiser-payments', label: (t) => t('navigation.operator.payments') },
  { to: '/operator/ledger', label: (t) => t('navigation.operator.ledger') },
  { to: '/operator/audit', label: (t) => t('navigation.operator.audit') },
  { to: '/operator/mails', label: (t) => t('navigation.operator.mails') },
  { to: '/operator/health', label: (t) => t('navigation.operator.health') },
];
