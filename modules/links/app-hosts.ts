/**
 * Hosts of links that a shop's mobile app shares (S-076, C-36): they open the app or send on to it, where a click cannot be followed. Schemes that
 * are no web address are app links whatever they are called.
 */
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
