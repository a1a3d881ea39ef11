import type { EdgeSnapshot } from '../links/snapshot.ts';
import type { ClickUrl } from './click-url.ts';

const PREFIX = '/s/';

/**
 * What a click on a short link means: its link, with the parameters that were set when it was made. Further parameters of the address
 * follow those, so that of a name the one that was set counts. `null` where there is no such short link.
 */
export function openShortUrl(url: string, snapshot: Pick<EdgeSnapshot, 'short'>): ClickUrl | null {
  if (!url.startsWith(PREFIX)) {
    return null;
  }
  const question = url.indexOf('?');
  const pathEnd = question < 0 ? url.length : question;
  const slash = url.indexOf('/', PREFIX.length);
  const meant = snapshot.short(url.slice(PREFIX.length, slash < 0 || slash > pathEnd ? pathEnd : slash));
  if (meant === undefined) {
    return null;
  }
  const own = question < 0 ? '' : url.slice(question + 1);
  return { code: meant.code, query: own === '' || meant.query === '' ? meant.query + own : `${meant.query}&${own}` };
}
