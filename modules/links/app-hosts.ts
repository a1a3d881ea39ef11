/**
 * What the operator says of links out of shops' mobile apps (S-076, C-36): their hosts (`null`: those that are known), and whether a page there is
 * refused, or linked with a warning. Schemes that are no web address are app links whatever they are called, and always refused.
 */
export interface AppLinks {
  readonly hosts: readonly string[] | null;
  readonly refused: boolean;
}

/** Hosts of links that a shop's mobile app shares: they open the app or send on to it, where a click cannot be followed. */
export const appLinkHosts: readonly string[] = [
  'a.aliexpress.com',
  'a.aliexpress.ru',
  's.click.aliexpress.com',
  's.click.aliexpress.ru',
  'sl.aliexpress.ru',
  'click.aliexpress.com',
  'm.aliexpress.page.link',
  'aliexpress.page.link',
  'aliexpress.onelink.me',
  'ali.click',
  'ali.pub',
  'ali.ski',
  'e.tb.cn',
  'm.tb.cn',
];

/** What is taken for an app link, and what of it is refused. */
export function appHostsOf({ hosts, refused }: AppLinks): {
  readonly known: readonly string[];
  readonly refused: readonly string[];
} {
  const known = hosts ?? appLinkHosts;
  return { known, refused: refused ? known : [] };
}
