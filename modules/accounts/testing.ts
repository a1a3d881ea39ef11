import { z } from 'zod';
import type { SendMail } from '../../contract/mail.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { HttpServer } from '../../platform/http/index.ts';

import type { PeopleDeps } from './deps.ts';

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

/** What the routes about people need, with a tray for their mails instead of an outbox. */
export interface TestPeople extends PeopleDeps {
  readonly mails: SendMail[];
  /** The token of the link in the last mail of a kind to an address. */
  linkTo(address: string, kind: SendMail['kind']): string;
}

export function testPeople(db: Database, clock: Clock, publicUrl = 'http://localhost'): TestPeople {
  const mails: SendMail[] = [];
  return {
    db,
    clock,
    publicUrl,
    networkName: 'Tributary',
    masterKeys: { current: Buffer.alloc(32, 7), previous: [] },
    mails,
    sendMail: async (_tx, mail) => {
      mails.push(mail);
    },
    linkTo: (address, kind) => {
      const mail = mails.findLast(({ to, kind: of }) => to === address && of === kind);
      const token = new URLSearchParams(mail?.data['link']?.split('?')[1]).get('token');
      if (token === null) throw new Error(`no ${kind} with a link to ${address}`);
      return token;
    },
  };
}
