import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Session, SignedIn } from '../../../../contract/wire/session.ts';
import { apiGet, rememberCsrfToken } from './api.ts';

const SESSION_PATH = '/api/v1/session';
const FRESH_MS = 60_000;

/** Whom this window was opened for. Somebody else who signs in beside finds nothing of it and writes nothing in it. */
let opened: SignedIn | null = null;

const isSomebodyElse = (session: SignedIn): boolean => opened !== null && opened.person.id !== session.person.id;

let lastToken: string | null = null;
let tellBeside: () => void = () => {};

/** The windows of a browser share its session: where one learns of another, the others ask anew before they write with a token of before. */
export function shareSession(client: QueryClient): void {
  const beside = new BroadcastChannel('tributary session');
  beside.onmessage = () => void client.invalidateQueries(sessionQuery);
  tellBeside = () => beside.postMessage(null);
}

/** Who is signed in. */
export const sessionQuery = queryOptions({
  queryKey: [SESSION_PATH],
  queryFn: async () => {
    const session = await apiGet<Session>(SESSION_PATH);
    if (session.person !== null) opened ??= session;
    const token = session.person === null || isSomebodyElse(session) ? null : session.csrf_token;
    rememberCsrfToken(token);
    if (token !== lastToken) tellBeside();
    lastToken = token;
    return session;
  },
  staleTime: FRESH_MS,
  // Somebody who signed in again in another window comes back with another token.
  refetchOnWindowFocus: 'always',
});

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
}

/** Of a window whose screens are somebody else's: theirs and who is signed in now. `null` nearly always. */
export function useSomebodyElse(): { readonly before: SignedIn; readonly now: SignedIn } | null {
  const session = useSession();
  if (session?.person == null || opened === null || !isSomebodyElse(session)) return null;
  return { before: opened, now: session };
}

/** Who is signed in, on screens below an area: nobody else gets there. A screen that is open stays who it was when the session ends. */
export function useSignedIn(): SignedIn {
  const session = useSession();
  const before = useRef<SignedIn | null>(null);
  if (session?.person != null) before.current = session;
  else if (before.current !== null) return before.current;
  if (session?.person == null) throw new Error('this screen is for people who are signed in: put it below an area');
  return session;
}

/** After signing in, out or changing who one is: what was loaded for somebody else is forgotten. */
export async function renewSession(client: QueryClient): Promise<Session> {
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== SESSION_PATH });
  return client.fetchQuery({ ...sessionQuery, staleTime: 0 });
}
