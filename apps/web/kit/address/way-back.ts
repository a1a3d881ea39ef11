/** A path of ours: no other host, which a browser would also read from `//host` and `/\host`. */
const OWN = /^\/(?![/\\])[^\\]*$/;
const KEY = 'tributary.way-back';

export function isOwnAddress(address: string): boolean {
  return OWN.test(address);
}

/** Whoever came from a page to register goes back to it once there is something to go on with (S-027). Kept over the mail's link, in this browser. */
export function rememberWayBack(address: string): void {
  if (isOwnAddress(address)) localStorage.setItem(KEY, address);
}

/** The page to go back to, once; `null` where nobody came from one. */
export function takeWayBack(): string | null {
  const address = localStorage.getItem(KEY);
  localStorage.removeItem(KEY);
  return address !== null && isOwnAddress(address) ? address : null;
}
