import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { auditPage, auditQuery } from '../../../contract/wire/members.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { callerAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { type AuditLine, auditPageOf } from './store.ts';

const DAY_MS = 86_400_000;

/** `GET /api/v1/audit`: what was changed by whom. */
export function auditRoutes(deps: PeopleDeps): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      '/api/v1/audit',
      {
        config: { access: callerAccess('audit') },
        schema: {
          tags: ['people'],
          description: 'Privileged changes, newest first: of the own organisation; operators read those of everybody.',
          querystring: auditQuery,
          response: { 200: auditPage },
        },
      },
      async (request) => {
        const { kind, orgId } = requireCaller(request);
        const { action, subject, actor, organisation, since, until, limit, before } = request.query;
        const filter = {
          orgId: kind === 'operator' ? (organisation ?? null) : orgId,
          action: action ?? null,
          subject: subject ?? null,
          actor: actor ?? null,
          since: since === undefined ? null : dayStart(since),
          before: until === undefined ? null : dayStart(until) + DAY_MS,
          after: before === undefined ? null : readMark(before),
          limit: limit + 1,
        };
        const found = await deps.db.transaction(SYSTEM, (tx) => auditPageOf(tx, filter));
        const page = found.slice(0, limit);
        const last = page.at(-1);
        const next = found.length > limit && last !== undefined ? `${formatInstant(last.at)}_${last.audit_id}` : null;
        return { records: page.map(shown), next };
      },
    );
  };
}

function shown({ audit_id: id, at, ...line }: AuditLine) {
  return { id, at: formatInstant(at), ...line };
}

function dayStart(day: string): Instant {
  return Date.parse(`${day}T00:00:00.000Z`);
}

/** Instant and id of the last record of the page before. */
function readMark(text: string): { readonly at: Instant; readonly id: string } {
  const [, time = '', id = ''] = /^([\dT:.-]{20,30}Z)_([0-9a-f-]{36})$/.exec(text) ?? [];
  const at = Date.parse(time);
  if (!Number.isNaN(at)) return { at, id };
  return refuse({ code: 'parameter_invalid', field: 'before', detail: 'before: expected `next` of the page before.' });
}
