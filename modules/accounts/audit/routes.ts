import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { type AuditPage, auditExportQuery, auditPage, auditQuery } from '../../../contract/wire/members.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import type { Queryable } from '../../../platform/db/index.ts';
import {
  type ExportFormat,
  type OutgoingFile,
  openOutgoingFile,
  openRowWriter,
} from '../../../platform/files/index.ts';
import { callerAccess, refuse } from '../../../platform/http/index.ts';
import { requireCaller } from '../caller.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { recordAudit } from '../service.ts';
import { type AuditFilter, type AuditLine, auditPageOf } from './store.ts';
import { type NamedSubject, nameOwnSubjects, type Subjects, subjectsIn } from './subjects.ts';

const DAY_MS = 86_400_000;
const NO_NAMES: ReadonlyMap<string, NamedSubject> = new Map();

/** Records of one file; who needs more takes one period after the other. */
const EXPORT_ROWS_MAX = 50_000;

/** `GET /api/v1/audit`: what was changed by whom; and the same as a file. */
export function auditRoutes(deps: PeopleDeps & { readonly subjects?: Subjects }): FastifyPluginAsyncZod {
  const namesOf = async (tx: Queryable, lines: readonly AuditLine[]): Promise<ReadonlyMap<string, NamedSubject>> => {
    const subjects = [...new Set(lines.flatMap(({ subject, detail }) => [subject, ...subjectsIn(detail).keys()]))];
    const others = (await deps.subjects?.name(tx, subjects)) ?? NO_NAMES;
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
        const filter = { ...filterOf(request.query, isOperator ? organisation : orgId, isOperator), limit: limit + 1 };
        return deps.db.transaction(SYSTEM, async (tx) => {
          const found = await pageOf(tx, filter, deps.subjects);
          const page = found.slice(0, limit);
          const last = page.at(-1);
          const next = found.length > limit && last !== undefined ? `${formatInstant(last.at)}_${last.audit_id}` : null;
          const names = isOperator ? await namesOf(tx, page) : NO_NAMES;
          return { records: page.map((line) => shown(line, names)), next };
        });
      },
    );
    exportRoute(app, deps, deps.subjects);
  };
}

const columns = [
  'at',
  'action',
  'subject',
  'actor',
  'actor_name',
  'organisation',
  'organisation_id',
  'detail',
] as const;

function exportRoute(app: Parameters<FastifyPluginAsyncZod>[0], { db, clock }: PeopleDeps, subjects?: Subjects): void {
  const schema = {
    tags: ['people'],
    description: 'The same records as a file, for operators. Taking it is a record itself.',
    querystring: auditExportQuery,
  };
  app.get(
    '/api/v1/audit/export',
    { config: { access: callerAccess('audit', 'operator') }, schema },
    async (request, reply) => {
      const { orgId, actor } = requireCaller(request);
      const { format, ...asked } = request.query;
      const filter = { ...filterOf(asked, asked.organisation ?? null, true), limit: EXPORT_ROWS_MAX + 1 };
      const lines = await db.transaction(SYSTEM, async (tx) => {
        const found = await pageOf(tx, filter, subjects);
        if (found.length > EXPORT_ROWS_MAX) tooLarge();
        const detail = { format, rows: found.length, ...asked };
        const subject = `organisation:${orgId}`;
        await recordAudit(tx, { at: clock.now(), actor, orgId, action: 'audit.exported', subject, detail });
        return found;
      });
      const type = format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8';
      const name = `audit-${formatInstant(clock.now()).slice(0, 10)}.${format}`;
      const file = await written(lines, format);
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="${name}"`)
        .header('cache-control', 'no-store')
        .send(file.read());
    },
  );
}

async function written(lines: readonly AuditLine[], format: ExportFormat): Promise<OutgoingFile> {
  const file = await openOutgoingFile();
  try {
    await file.write((output) =>
      openRowWriter(output, format, columns).writeAll(async (add) => {
        for (const { at, action, subject, actor, actor_name, organisation, organisation_id, detail } of lines) {
          const about = { at: formatInstant(at), action, subject, actor, actor_name, organisation, organisation_id };
          await add({ ...about, detail: JSON.stringify(detail) });
        }
      }),
    );
    return file;
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** A word of what records are about may be one of a name that other modules know. */
async function pageOf(tx: Queryable, filter: AuditFilter, subjects?: Subjects): Promise<readonly AuditLine[]> {
  const like = filter.subjectLike;
  const subjectsLike = like === null ? [] : ((await subjects?.named(tx, like)) ?? []);
  return auditPageOf(tx, { ...filter, subjectsLike });
}

function tooLarge(): never {
  const detail = `There are more than ${EXPORT_ROWS_MAX} records; expected at most as many.`;
  return refuse({ code: 'export_too_large', field: 'since', detail, extra: { max: EXPORT_ROWS_MAX } });
}

/** Operators name people and things as people do; others have only what the records say. */
function filterOf(
  query: Omit<z.output<typeof auditQuery>, 'limit'>,
  orgId: string | null,
  isOperator: boolean,
): Omit<AuditFilter, 'limit'> {
  const { action = null, subject = null, actor = null, since, until, before } = query;
  const like = (text: string | null) =>
    !isOperator || text === null || text.includes(':') ? null : `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const [actorLike, subjectLike] = [like(actor), like(subject)];
  return {
    orgId,
    action,
    subject: subjectLike === null ? subject : null,
    subjectLike,
    subjectsLike: [],
    actor: actorLike === null ? actor : null,
    actorLike,
    since: since === undefined ? null : Date.parse(since),
    before: until === undefined ? null : Date.parse(until) + (isDay(until) ? DAY_MS : 0),
    after: before === undefined ? null : readMark(before),
  };
}

function isDay(moment: string): boolean {
  return !moment.includes('T');
}

function shown(
  { audit_id: id, at, ...line }: AuditLine,
  names: ReadonlyMap<string, NamedSubject>,
): AuditPage['records'][number] {
  const named = names.get(line.subject);
  const inDetail = [...subjectsIn(line.detail)].flatMap(([subject, value]) => {
    const name = names.get(subject)?.name;
    return name === undefined ? [] : [[value, name]];
  });
  return {
    id,
    at: formatInstant(at),
    ...line,
    subject_name: named?.name ?? null,
    subject_at: named?.at ?? null,
    detail_names: Object.fromEntries(inDetail),
  };
}

/** Instant and id of the last record of the page before. */
function readMark(text: string): { readonly at: Instant; readonly id: string } {
  const [, time = '', id = ''] = /^([\dT:.-]{20,30}Z)_([0-9a-f-]{36})$/.exec(text) ?? [];
  const at = Date.parse(time);
  if (!Number.isNaN(at)) return { at, id };
  const detail = 'before: expected `next` of the page before.';
  return refuse({ code: 'parameter_invalid', field: 'before', detail, expected: { kind: 'page_mark' } });
}
