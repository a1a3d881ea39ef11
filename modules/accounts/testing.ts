import { z } from 'zod';
import type { HttpServer } from '../../platform/http/index.ts';

/** What a signed-in browser sends with each request; with `x-csrf-token`, so that writes pass too. */
export type SessionHeaders = Readonly<Record<'cookie' | 'x-csrf-token' | 'origin' | 'host', string>>;

const signedIn = z.looseObject({ csrf_token: z.string() });

/** Signs a person in over HTTP; for tests of routes that people call. Throws where that does not end in a session. */
export async function signInAs(app: HttpServer, email: string, password: string): Promise<SessionHeaders> {
  const host = 'localhost';
  const origin = `http://${host}`;
  const answer = await app.inject({
    method: 'POST',
    url: '/api/v1/session',
    headers: { host, origin },
    payload: { email, password },
  });
  if (answer.statusCode !== 200) throw new Error(`${email} cannot sign in: ${answer.statusCode} ${answer.body}`);
  const { csrf_token: token } = signedIn.parse(answer.json());
  const cookie = answer.cookies
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');
  return { cookie, 'x-csrf-token': token, origin, host };
}
