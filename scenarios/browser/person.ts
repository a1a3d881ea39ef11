import type { APIResponse, Browser } from 'playwright-core';
import { z } from 'zod';
import { openVisitor, signIn } from './visitor.ts';

/** Somebody at another desk, who does by the API of the cabinets what a screen would do. */
export interface Person {
  get(path: string): Promise<unknown>;
  post(path: string, body: unknown): Promise<unknown>;
  put(path: string, body: unknown): Promise<void>;
  remove(path: string): Promise<void>;
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
  const done = async (path: string, answer: APIResponse): Promise<APIResponse> => {
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()} ${await answer.text()}`);
    return answer;
  };
  return {
    get: async (path) => (await request.get(path)).json(),
    post: async (path, body) => (await done(path, await request.post(path, { data: body, headers }))).json(),
    put: async (path, body) => void (await done(path, await request.put(path, { data: body, headers }))),
    remove: async (path) => void (await done(path, await request.delete(path, { headers }))),
    leave: () => visitor.close(),
  };
}

const mailsShape = z.looseObject({
  mails: z.array(z.looseObject({ id: z.string(), to: z.string(), kind: z.string() })),
});
const openedShape = z.looseObject({ link: z.string() });

/** The link of the mail of this kind to that address. The network has no mail server, so that its operator opens the mail. */
export async function mailedLink(
  browser: Browser,
  network: { readonly url: string; readonly operator: { readonly email: string; readonly password: string } },
  mail: { readonly to: string; readonly kind: string },
): Promise<string> {
  const operator = await personAtWork(browser, network.url, network.operator);
  const { mails } = mailsShape.parse(await operator.get('/api/v1/mails'));
  const found = mails.find(({ to, kind }) => to === mail.to && kind === mail.kind);
  if (found === undefined) throw new Error(`no mail ${mail.kind} to ${mail.to}`);
  const { link } = openedShape.parse(await operator.post(`/api/v1/mails/${found.id}/open`, {}));
  await operator.leave();
  return link;
}
