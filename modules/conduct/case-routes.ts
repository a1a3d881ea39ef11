import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import {
  appealPeriodBody,
  caseAnswer,
  caseDetail,
  casePage,
  casesQuery,
  complaintAnswer,
  complaintBody,
  conductRulesAnswer,
  dismissBody,
  newCase,
  noteBody,
  programCode,
  rulesQuery,
  sanctionAnswer,
  sanctionCaseBody,
  scaleBody,
  scaleParams,
} from '../../contract/wire/conduct.ts';
import { formatInstant, type Instant, parseInstant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { countTry, requireCaller } from '../accounts/index.ts';
import { adSpaceByCode, noAdSpace } from '../ad-spaces/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { appealDays, setAppealDays } from './appeal-period.ts';
import { caseById, casesBefore, notesOf } from './case-store.ts';
import { dismissCase, noCase, noteOnCase, openCase, scaleIn, setScale } from './cases.ts';
import { cursorOf, pageOf } from './cursor.ts';
import { type CaseFile, conductRules } from './model.ts';
import { namesOf } from './names.ts';
import type { ConductRoutes } from './routes.ts';
import { sanctionCase } from './sanctions.ts';
import { shownCase, shownSanction } from './shown.ts';
import { sanctionsAgainst, sanctionsOfCase } from './store.ts';

const SYSTEM = { role: 'system' } as const;
/** A case with more notes is a conversation that belongs elsewhere. */
const NOTES_MAX = 500;
/** It is rarely one's own. */
const NO_SUCH_CODE = 'No ad space has this code.';

/**
 * `/api/v1/conduct/rules` and `/api/v1/conduct/cases` for operators, and `POST /api/v1/complaints` for whoever has something to complain
 * about (S-094).
 */
export function caseRoutes(deps: ConductRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(ruleRoutes(deps));
    await app.register(openingRoutes(deps));
    await app.register(closingRoutes(deps));
  };
}

/** Each is read by a person; whoever sees more at once writes them into one. */
const complaintsOfOne = { free: 20, most: 20, windowMs: 3_600_000 };

const config = { access: callerAccess('conduct', 'operator') };
const params = z.object({ id: z.uuid() });

function ruleRoutes({ db, clock, ...deps }: ConductRoutes): FastifyPluginAsyncZod {
  const told = async (q: Queryable, code: string): Promise<z.input<typeof conductRulesAnswer>> => {
    if ((await programByCode(q, code)) === null) return refuse(noProgram(code));
    const published = await deps.rulesInForce(q, code, null);
    const scale = new Map((await scaleIn(q, code)).map((step) => [step.rule, step]));
    const rules = conductRules.map(({ key, number, first, again, violation }) => {
      const own = scale.get(key) ?? { first, again };
      const text = published?.rules.find((rule) => rule.key === key);
      const now = { rule: key, number: text?.number ?? number, text: text?.text ?? null, violation };
      return { ...now, first: own.first, again: own.again, network: { first, again } };
    });
    return { program: code, version: published?.version ?? null, appeal_days: await appealDays(q, code), rules };
  };
  return async (app) => {
    const read = { querystring: rulesQuery, response: { 200: conductRulesAnswer } };
    app.get('/api/v1/conduct/rules', { config, schema: read }, (request) =>
      db.transaction(SYSTEM, (tx) => told(tx, request.query.program)),
    );
    const period = {
      params: z.object({ program: programCode }),
      body: appealPeriodBody,
      response: { 200: conductRulesAnswer },
    };
    app.put('/api/v1/conduct/appeal-periods/:program', { config, schema: period }, async (request) => {
      const { program } = request.params;
      const change = { program, days: request.body.days, at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await setAppealDays(tx, change));
        return told(tx, program);
      });
    });
    const write = { params: scaleParams, body: scaleBody, response: { 200: conductRulesAnswer } };
    app.put('/api/v1/conduct/rules/:program/:rule', { config, schema: write }, async (request) => {
      const change = { ...request.params, ...request.body, at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await setScale(tx, change));
        return told(tx, change.program);
      });
    });
  };
}

function openingRoutes({ db, clock, ...deps }: ConductRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: casesQuery, response: { 200: casePage } };
    app.get('/api/v1/conduct/cases', { config, schema: list }, async ({ query }) => {
      const { status = null, program = null, publisher: publisherOrg = null, rule = null, limit } = query;
      const before = cursorOf(query.before);
      return db.transaction(SYSTEM, async (tx) => {
        const found = await casesBefore(tx, { status, program, publisherOrg, rule }, before, limit + 1);
        const { rows, next } = pageOf(found, limit, (file) => ({ at: file.openedAt, id: file.id }));
        const names = await namesOf(tx, rows);
        return { cases: rows.map((file) => shownCase(file, names)), next };
      });
    });

    const open = { body: newCase, response: { 201: caseAnswer } };
    app.post('/api/v1/conduct/cases', { config, schema: open }, async (request, reply) => {
      const { program, publisher, ad_space: adSpaceId, rule, evidence, happened_at } = request.body;
      const happenedAt = happened_at === undefined ? undefined : readInstant('happened_at', happened_at);
      const by = { origin: 'person' as const, at: clock.now(), actor: requireCaller(request).actor };
      const asked = { program, publisherOrg: publisher, adSpaceId, rule, evidence, happenedAt, ...by };
      const shown = await db.transaction(SYSTEM, async (tx) => {
        const file = valueOrRefuse(await openCase(tx, deps, asked));
        return shownCase(file, await namesOf(tx, [file]));
      });
      return reply.code(201).send(shown);
    });

    const complain = { body: complaintBody, response: { 201: complaintAnswer } };
    const anyKind = { access: callerAccess('conduct') };
    app.post('/api/v1/complaints', { config: anyKind, schema: complain }, async (request, reply) => {
      const { program, type: rule, ad_space: code, evidence } = request.body;
      const { orgId, actor } = requireCaller(request);
      const by = { origin: 'complaint' as const, at: clock.now(), actor };
      // Committed before the complaint is looked at: a wrong one counts, too.
      const what = ['complaints of', orgId];
      valueOrRefuse(await db.transaction(SYSTEM, (tx) => countTry(tx, [{ what, bound: complaintsOfOne }], by.at)));
      const file = await db.transaction(SYSTEM, async (tx) => {
        const adSpace = (await adSpaceByCode(tx, code)) ?? refuse({ ...noAdSpace(code), detail: NO_SUCH_CODE });
        const asked = { program, publisherOrg: null, adSpaceId: adSpace.id, rule, evidence, ...by };
        const opened = await openCase(tx, deps, asked);
        // Complaints call the rule a type.
        if (!opened.ok && opened.error.field === 'rule') return refuse({ ...opened.error, field: 'type' });
        return valueOrRefuse(opened);
      });
      return reply.code(201).send({ case: file.id });
    });
  };
}

function closingRoutes({ db, clock, ...deps }: ConductRoutes): FastifyPluginAsyncZod {
  const citedText = async (q: Queryable, file: CaseFile): Promise<z.input<typeof caseDetail>['cited']> => {
    const published = await deps.rulesInForce(q, file.program, file.happenedAt);
    const text =
      published?.version === file.rulesVersion ? published?.rules.find(({ key }) => key === file.rule) : null;
    return text == null ? null : { number: text.number, text: text.text };
  };
  const told = async (q: Queryable, id: string): Promise<z.input<typeof caseDetail>> => {
    const file = (await caseById(q, id)) ?? refuse(noCase(id));
    const all = await sanctionsAgainst(q, file.publisherOrg, file.program);
    const own = await sanctionsOfCase(q, id);
    const notes = await notesOf(q, id, NOTES_MAX);
    const names = await namesOf(q, [file, ...all], [file.openedBy, ...notes.map(({ by }) => by)]);
    return {
      ...shownCase(file, names),
      opened_by_name: names.actor(file.openedBy),
      cited: await citedText(q, file),
      notes: notes.map(({ at, by, text }) => ({ at: formatInstant(at), by, by_name: names.actor(by), text })),
      sanctions: own.map((sanction) => shownSanction(sanction, names, clock.now())),
      earlier: all
        .filter((sanction) => sanction.caseId !== id)
        .map((sanction) => shownSanction(sanction, names, clock.now())),
    };
  };
  return async (app) => {
    const one = { params, response: { 200: caseDetail } };
    app.get('/api/v1/conduct/cases/:id', { config, schema: one }, ({ params: { id } }) =>
      db.transaction(SYSTEM, (tx) => told(tx, id)),
    );
    const note = { params, body: noteBody, response: { 200: caseDetail } };
    app.post('/api/v1/conduct/cases/:id/notes', { config, schema: note }, (request) => {
      const { id } = request.params;
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await noteOnCase(tx, { id, text: request.body.text, ...by }));
        return told(tx, id);
      });
    });
    const dismiss = { params, body: dismissBody, response: { 200: caseDetail } };
    app.post('/api/v1/conduct/cases/:id/dismiss', { config, schema: dismiss }, (request) => {
      const { id } = request.params;
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      return db.transaction(SYSTEM, async (tx) => {
        valueOrRefuse(await dismissCase(tx, { id, reason: request.body.reason, ...by }));
        return told(tx, id);
      });
    });
    const sanction = { params, body: sanctionCaseBody, response: { 201: sanctionAnswer } };
    app.post('/api/v1/conduct/cases/:id/sanction', { config, schema: sanction }, async (request, reply) => {
      const by = { at: clock.now(), actor: requireCaller(request).actor };
      const shown = await db.transaction(SYSTEM, async (tx) => {
        const judgement = { caseId: request.params.id, ...request.body, ...by };
        const imposed = valueOrRefuse(await sanctionCase(tx, deps, judgement));
        return shownSanction(imposed, await namesOf(tx, [imposed]), by.at);
      });
      return reply.code(201).send(shown);
    });
  };
}

function readInstant(field: string, text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  const detail = `${field}: expected ${parsed.error.expected}.`;
  return refuse({ code: 'field_invalid', field, value: shownValue(text), detail, expected: { kind: 'instant' } });
}
