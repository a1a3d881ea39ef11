import { redirect } from '@tanstack/react-router';
import { isOwnAddress } from '../../kit/address/way-back.ts';
import { sessionQuery } from '../../kit/api/session.ts';
import type { Kind, RouterContext } from '../../kit/page/area.tsx';

/** A program's page for everybody, in the language of the browser or a fixed one. */
const PROGRAM_PAGE = /^(?:\/(?:en|ru|es))?\/programs\/([a-z0-9-]+)$/;

/**
 * Where somebody who is signed in goes on: to the page that asked for it, as long as it is one of ours. A publisher comes from a program's public
 * page to join it, and that page cannot know who reads it: so it leads to where one joins (S-027).
 */
export function nextAddress(next: string, kind: Kind): string {
  const code = PROGRAM_PAGE.exec(next)?.[1];
  if (code !== undefined && kind === 'publisher') return `/app/publisher/programs/${code}`;
  return isOwnAddress(next) ? next : '/app/';
}

interface Before {
  readonly context: RouterContext;
  readonly search: { readonly next?: string };
}

/** For `beforeLoad` of what is for people who are not signed in: whoever is goes on. */
export async function onlySignedOut({ context, search }: Before): Promise<void> {
  const session = await context.queryClient.ensureQueryData(sessionQuery);
  if (session.person === null) return;
  const address = nextAddress(search.next ?? '', session.organisation.kind);
  throw redirect({ href: `${window.location.origin}${address}`, replace: true });
}
