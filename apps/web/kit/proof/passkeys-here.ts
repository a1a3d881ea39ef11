import { browserSupportsWebAuthn } from '@simplewebauthn/browser';

const NUMBER = /^(?:\d{1,3}\.){3}\d{1,3}$|^\[/;

/** Why passkeys do not work where this page is open; `null` where they do. They belong to names, never to numbers, and to safe connections. */
export function passkeysMissing(): 'number' | 'browser' | null {
  if (NUMBER.test(window.location.hostname)) return 'number';
  return browserSupportsWebAuthn() ? null : 'browser';
}
