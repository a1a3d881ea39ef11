import { accountNavigation } from '../account/navigation.ts';
import { advertiserNavigation } from '../advertiser/navigation.ts';
import type { NavigationItem } from '../kit/address/navigation-item.ts';
import type { Kind } from '../kit/page/area.tsx';
import { operatorNavigation } from '../operator/navigation.ts';
import { publisherNavigation } from '../publisher/navigation.ts';

const NAVIGATION: Readonly<Record<Kind, readonly NavigationItem[]>> = {
  publisher: publisherNavigation,
  advertiser: advertiserNavigation,
  operator: operatorNavigation,
};

export function navigationOf(kind: Kind): readonly NavigationItem[] {
  return NAVIGATION[kind];
}

export { accountNavigation };
