import { type QueryClient, queryOptions, useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import type { Session, SignedIn } from '../../../contract/wire/session.ts';
import { apiGet, rememberCsrfToken } from './api.ts';

const SESSION_PATH = '/api/v1/session';
const FRESH_MS = 60_000;

/** Who is signed in. */
export const sessionQuery = queryOptions({
  queryKey: [SESSION_PATH],
  queryFn: async () => {
    const session = await apiGet<Session>(SESSION_PATH);
    rememberCsrfToken(session.person === null ? null : session.csrf_token);
    return session;
  },
  staleTime: FRESH_MS,
  // Somebody who signed in again in another window comes back with another token.
  refetchOnWindowFocus: 'always',
});

export function useSession(): Session | null {
  return useQuery(sessionQuery).data ?? null;
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
