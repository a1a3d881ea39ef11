import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  type MailSettings,
  mailSetting,
  mailSettings,
  unsubscribed,
  unsubscription,
} from '../../contract/wire/mail-settings.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { publicAccess, refuse, sessionAccess } from '../../platform/http/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { type Reader, whoWants, writeChoice } from './choice-store.ts';
import { type Choice, topicsFor } from './topics.ts';
import { openUnsubscribeToken } from './unsubscribe.ts';

export interface MailSettingsRoutes {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  /** Who is signed in, with the kind of their organisation. */
  readonly reader: (request: FastifyRequest) => Reader & { readonly kind: string };
}

const SYSTEM = { role: 'system' } as const;
const tags = ['people'];

/** Which mails a person wants beside those about the security of the account, and the link in each mail that ends its kind (RFC 8058). */
export function mailSettingsRoutes(deps: MailSettingsRoutes): FastifyPluginAsyncZod {
  const { db, clock, masterKeys } = deps;
  const settingsOf = async ({ kind, ...reader }: Reader & { readonly kind: string }): Promise<MailSettings> =>
    db.transaction(SYSTEM, async (tx) => {
      const topics = [];
      for (const topic of topicsFor(kind))
        topics.push({ topic, wanted: (await whoWants(tx, [reader], topic)).length > 0 });
      return { topics };
    });
  const end = async (token: string): Promise<Choice> => {
    const choice = openUnsubscribeToken(masterKeys, token) ?? refuse(noLink());
    await db.transaction(SYSTEM, (tx) => writeChoice(tx, { ...choice, wanted: false }, clock.now()));
    return choice;
  };
  return async (app) => {
    const config = { access: sessionAccess };
    const open = { access: publicAccess };
    app.get('/api/v1/person/mails', { config, schema: { tags, response: { 200: mailSettings } } }, (request) =>
      settingsOf(deps.reader(request)),
    );
    const change = { tags, body: mailSetting, response: { 200: mailSettings } };
    app.put('/api/v1/person/mails', { config, schema: change }, async (request) => {
      const reader = deps.reader(request);
      await db.transaction(SYSTEM, (tx) => writeChoice(tx, { ...request.body, person: reader.id }, clock.now()));
      return settingsOf(reader);
    });
    const followed = { tags, body: unsubscription, response: { 200: unsubscribed } };
    app.post('/api/v1/unsubscriptions', { config: open, schema: followed }, async ({ body }) => ({
      topic: (await end(body.token)).topic,
    }));
    // Programs that read mails open every link: that changes nothing and leads people to a page with a button.
    app.get('/unsubscribe', { config: open, schema: { tags, querystring: unsubscription } }, ({ query }, reply) =>
      reply.redirect(`/app/unsubscribe?token=${encodeURIComponent(query.token)}`),
    );
    const oneClick = { tags, querystring: unsubscription, body: oneClickBody, response: { 204: z.null() } };
    app.post('/unsubscribe', { config: open, schema: oneClick }, async ({ query }, reply) => {
      await end(query.token);
      return reply.code(204).send(null);
    });
  };
}

/** What mail programs send when their own button is pressed. */
const oneClickBody = z.strictObject({ 'List-Unsubscribe': z.literal('One-Click') });

function noLink() {
  return { code: 'link_ended', field: 'token', detail: 'The link is not one of ours, or not whole.' } as const;
}
