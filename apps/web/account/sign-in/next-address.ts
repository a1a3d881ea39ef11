import { isOwnAddress } from '../../kit/address/way-back.ts';

/** Where to go after signing in: the page that asked for it, as long as it is one of ours. */
export function nextAddress(next: string): string {
  return isOwnAddress(next) ? next : '/app/';
}
