/** Where to go after signing in: the page that asked for it, as long as it is one of ours. */
export function nextAddress(next: string | undefined): string {
  const isLocal = next !== undefined && next.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
  return isLocal ? next : '/app/';
}
