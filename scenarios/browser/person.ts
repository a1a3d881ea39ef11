import type { Browser } from 'playwright-core';
import { z } from 'zod';
import { openVisitor, signIn } from './visitor.ts';

/** Somebody at another desk, who does by the API of the cabinets what a screen would do. */
export interface Person {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  leave(): Promise<void>;
}

const sessionShape = z.looseObject({ csrf_token: z.string() });

export async function personAtWork(
  browser: Browser,
  url: string,
  account: { readonly email: string; readonly password: string },
): Promise<Person> {
  const visitor = await openVisitor(browser, { url });
  await signIn(visitor, account);
  const { request } = visitor.page;
  const token = sessionShape.parse(await (await request.get('/api/v1/session')).json()).csrf_token;
  const headers = { 'x-csrf-token': token, origin: url };
  return {
    get: async (path) => (await request.get(path)).json(),
    post: async (path, body) => {
      const answer = await request.post(path, { data: body, headers });
      if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
      return answer.json();
    },
    leave: () => visitor.close(),
  };
}
