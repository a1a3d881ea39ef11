/** A path of ours: no other host, which a browser would also read from `//host` and `/\host`. */
const LOCAL = /^\/(?![/\\])[^\\]*$/;

/** Where to go after signing in: the page that asked for it, as long as it is one of ours. */
export function nextAddress(next: string): string {
  return LOCAL.test(next) ? next : '/app/';
}
