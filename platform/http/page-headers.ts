import { randomBytes } from 'node:crypto';

/** Once a page: names the scripts and styles that the server itself wrote into it. */
export function newNonce(): string {
  return randomBytes(18).toString('base64');
}

/**
 * Headers of a page for people, over those of every answer: nothing from other hosts, no script or style that we did not write, no frame
 * around it (T-9, T-38). `nonce` null where the page has nothing inline.
 */
export function pageHeaders(nonce: string | null): Readonly<Record<string, string>> {
  const ours = nonce === null ? "'self'" : `'self' 'nonce-${nonce}'`;
  const policy = [
    "default-src 'none'",
    `script-src ${ours}`,
    `style-src ${ours}`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'content-security-policy': policy.join('; '),
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  };
}
