import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { type AuditPage, auditPage, auditQuery } from '../../../contract/wire/members.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import { callerAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { type AuditFilter, type AuditLine, auditPageOf } from './store.ts';
import { type NamedSubject, type NameSubjects, nameOwnSubjects } from './subjects.ts';

const DAY_MS = 86_400_000;
const NO_NAMES: ReadonlyMap<string, NamedSubject> = new Map();

/** `GET /api/v1/audit`: what was changed by whom. */
export function auditRoutes(deps: PeopleDeps & { readonly nameSubjects?: NameSubjects }): FastifyPluginAsyncZod {
  const namesOf = async (tx: Queryable, lines: readonly AuditLine[]): Promise<ReadonlyMap<string, NamedSubject>> => {
    const subjects = [...new Set(lines.map(({ subject }) => subject))];
    const others = (await deps.nameSubjects?.(tx, subjects)) ?? NO_NAMES;
    return new Map([...(await nameOwnSubjects(tx, subjects)), ...others]);
  };
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
        const isOperator = kind === 'operator';
        const { organisation = null, limit } = request.query;
        const filter = filterOf(request.query, isOperator ? organisation : orgId, isOperator);
        return deps.db.transaction(SYSTEM, async (tx) => {
          const found = await auditPageOf(tx, filter);
          const page = found.slice(0, limit);
          const last = page.at(-1);
          const next = found.length > limit && last !== undefined ? `${formatInstant(last.at)}_${last.audit_id}` : null;
          const names = isOperator ? await namesOf(tx, page) : NO_NAMES;
          return { records: page.map((line) => shown(line, names.get(line.subject))), next };
        });
      },
    );
  };
}

/** Operators name people as people do; others have only what the records say. */
function filterOf(query: z.output<typeof auditQuery>, orgId: string | null, isOperator: boolean): AuditFilter {
  const { action = null, subject = null, actor = null, since, until, limit, before } = query;
  const isExact = !isOperator || actor === null || actor.includes(':');
  return {
    orgId,
    action,
    subject,
    actor: isExact ? actor : null,
    actorLike: isExact ? null : `%${actor.replace(/[\\%_]/g, '\\$&')}%`,
    since: since === undefined ? null : Date.parse(since),
    before: until === undefined ? null : Date.parse(until) + (isDay(until) ? DAY_MS : 0),
    after: before === undefined ? null : readMark(before),
    limit: limit + 1,
  };
}

function isDay(moment: string): boolean {
  return !moment.includes('T');
}

function shown({ audit_id: id, at, ...line }: AuditLine, named?: NamedSubject): AuditPage['records'][number] {
  return { id, at: formatInstant(at), ...line, subject_name: named?.name ?? null, subject_at: named?.at ?? null };
}

/** Instant and id of the last record of the page before. */
function readMark(text: string): { readonly at: Instant; readonly id: string } {
  const [, time = '', id = ''] = /^([\dT:.-]{20,30}Z)_([0-9a-f-]{36})$/.exec(text) ?? [];
  const at = Date.parse(time);
  if (!Number.isNaN(at)) return { at, id };
  return refuse({ code: 'parameter_invalid', field: 'before', detail: 'before: expected `next` of the page before.' });
}
