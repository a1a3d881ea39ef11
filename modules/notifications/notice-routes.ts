import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { noticesPage, noticesQuery, noticesRead, noticesReadAnswer } from '../../contract/wire/notices.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Actor, Database } from '../../platform/db/index.ts';
import { callerAccess } from '../../platform/http/index.ts';
import type { Notice } from './model.ts';
import * as store from './notice-store.ts';

export interface NoticeRoutes {
  readonly db: Database;
  readonly clock: Clock;
  readonly caller: (request: FastifyRequest) => { readonly orgId: string };
}

/** What an organisation is told: `GET /api/v1/notices`, newest first, and `POST /api/v1/notices/read`. */
export function noticeRoutes({ db, clock, caller }: NoticeRoutes): FastifyPluginAsyncZod {
  const own = (request: FastifyRequest): { readonly orgId: string; readonly actor: Actor } => {
    const { orgId } = caller(request);
    return { orgId, actor: { role: 'app', org: orgId } };
  };
  return async (app) => {
    const config = { access: callerAccess('notices') };
    const list = { querystring: noticesQuery, response: { 200: noticesPage } };
    app.get('/api/v1/notices', { config, schema: list }, async (request) => {
      const { orgId, actor } = own(request);
      const { before = null, limit } = request.query;
      return db.transaction(actor, async (tx) => {
        // One more than asked tells whether there is a next page.
        const found = await store.noticesBefore(tx, { orgId, before, limit: limit + 1 });
        const notices = found.slice(0, limit);
        const next = found.length > limit ? (notices.at(-1)?.id ?? null) : null;
        return { notices: notices.map(noticeJson), unread: await store.unreadCount(tx, orgId), next };
      });
    });

    const read = { body: noticesRead, response: { 200: noticesReadAnswer } };
    app.post('/api/v1/notices/read', { config, schema: read }, async (request) => {
      const { orgId, actor } = own(request);
      return db.transaction(actor, async (tx) => {
        await store.markRead(tx, orgId, request.body.ids ?? null, clock.now());
        return { unread: await store.unreadCount(tx, orgId) };
      });
    });
  };
}

function noticeJson({ id, kind, subject, data, at, readAt }: Notice) {
  return { id, kind, subject, data: { ...data }, at: formatInstant(at), read: readAt !== null };
}
