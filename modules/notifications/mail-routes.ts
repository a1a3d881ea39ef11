import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { shownValue } from '../../contract/errors/index.ts';
import { type MailRow, mailsPage, mailsQuery, openedMail } from '../../contract/wire/mails.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { callerAccess, refuse } from '../../platform/http/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { composeMail } from './compose.ts';
import * as store from './mail-store.ts';
import type { StoredMail } from './model.ts';
import { unsealMail } from './outbox.ts';

export interface MailRoutes {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  readonly publicUrl: string;
  /** Whether the network has a mail server; without one mails stay until they are opened here. */
  readonly hasServer: boolean;
  /** Who makes the request, as the audit names it. */
  readonly caller: (request: FastifyRequest) => { readonly actor: string };
  readonly recordAudit: (
    tx: Tx,
    entry: {
      readonly at: Instant;
      readonly orgId: string | null;
      readonly actor: string;
      readonly action: AuditAction;
      readonly subject: string;
      readonly detail: Readonly<Record<string, unknown>>;
    },
  ) => Promise<void>;
}

/**
 * The outbox, for operators: `GET /api/v1/mails`, and `POST /api/v1/mails/{id}/open`, which shows what one says. Its link may open
 * somebody's account, so that only who may manage people opens a mail, and the audit tells of it (I-34).
 */
export function mailRoutes(deps: MailRoutes): FastifyPluginAsyncZod {
  const { db, clock, hasServer } = deps;
  return async (app) => {
    const list = { querystring: mailsQuery, response: { 200: mailsPage } };
    app.get(
      '/api/v1/mails',
      { config: { access: callerAccess('mails', 'operator') }, schema: list },
      async (request) => {
        const { before = null, limit } = request.query;
        const status = storedStatus(request.query.status, hasServer);
        // One more than asked tells whether there is a next page.
        const asked = { before, limit: limit + 1 };
        const found =
          status === 'no mail'
            ? []
            : await db.transaction({ role: 'system' }, (tx) => store.mailsBefore(tx, { ...asked, status }));
        const mails = found.slice(0, limit);
        const next = found.length > limit ? (mails.at(-1)?.id ?? null) : null;
        return {
          mails: mails.map((mail) => mailJson(mail, hasServer)),
          delivery: hasServer ? ('smtp' as const) : ('kept' as const),
          next,
        };
      },
    );

    const open = { params: z.object({ id: z.uuid() }), response: { 200: openedMail } };
    app.post(
      '/api/v1/mails/:id/open',
      { config: { access: callerAccess('people', 'operator') }, schema: open },
      async (request) => {
        const { id } = request.params;
        const { mail, sealed } =
          (await db.transaction({ role: 'system' }, (tx) => store.sealedMail(tx, id))) ?? refuse(noMail(id));
        const data = sealed === null ? null : unsealMail(deps.masterKeys, mail, sealed);
        if (data === null)
          refuse({
            code: 'MAIL_NOT_KEPT',
            field: 'id',
            value: id,
            detail: `The mail is ${mail.status}; what it said is not kept.`,
          });
        const { subject, text, link } = composeMail(data, deps.publicUrl);
        await db.transaction({ role: 'system' }, (tx) => {
          const entry = {
            at: clock.now(),
            orgId: mail.orgId,
            actor: deps.caller(request).actor,
            action: 'mail.opened' as const,
          };
          return deps.recordAudit(tx, {
            ...entry,
            subject: `mail:${id}`,
            detail: { kind: mail.kind, to: mail.recipient },
          });
        });
        return { id, to: mail.recipient, subject, text, link };
      },
    );
  };
}

function noMail(id: string) {
  return { code: 'not_found', field: 'id', value: shownValue(id), detail: 'There is no such mail.' } as const;
}

/**
 * What the store is to be asked for, `null` for everything. `kept` and `waiting` are one status there: which of them it is depends on
 * whether there is a mail server, and the other one has no mails.
 */
function storedStatus(
  asked: MailRow['status'] | undefined,
  hasServer: boolean,
): StoredMail['status'] | 'no mail' | null {
  if (asked === undefined) return null;
  if (asked === 'sent' || asked === 'failed') return asked;
  return (asked === 'waiting') === hasServer ? 'waiting' : 'no mail';
}

function mailJson(mail: StoredMail, hasServer: boolean): MailRow {
  const isWaiting = mail.status === 'waiting';
  return {
    id: mail.id,
    to: mail.recipient,
    kind: mail.kind,
    locale: mail.locale,
    organisation: mail.orgId,
    status: isWaiting && !hasServer ? 'kept' : mail.status,
    tries: mail.tries,
    next_try_at: isWaiting && hasServer ? formatInstant(mail.nextTryAt) : null,
    error: mail.lastError,
    created_at: formatInstant(mail.createdAt),
    settled_at: mail.settledAt === null ? null : formatInstant(mail.settledAt),
    can_be_opened: mail.hasText,
  };
}
