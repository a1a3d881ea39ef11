import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  editedSection,
  editedSections,
  networkSections,
  pageAnswer,
  pageLocales,
  programSections,
  type SectionKind,
  sectionAnswer,
  sectionContents,
  sectionSeen,
} from '../../contract/wire/program-page.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, publicAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { termsOf } from '../terms/index.ts';
import type { Draft, Edition, PageLocale } from './model.ts';
import { shownNotices } from './notices.ts';
import { type RulesRoutes, rulesRoutes } from './rules-routes.ts';
import { discardDraft, type PageOf, publishDraft, publishedSections, saveDraft } from './service.ts';
import { draftsOf, latestEditions } from './store.ts';

/** The rules ask for everything that sections need, and for whom to tell. */
export type ProgramPageRoutes = RulesRoutes;

const CODE_CHARACTERS_MAX = 100;
const SYSTEM = { role: 'system' } as const;
const code = z.string().max(CODE_CHARACTERS_MAX);
const locale = z.enum(pageLocales);

/**
 * `GET /api/v1/programs/{code}/page` for everybody; `…/page/sections` to edit, for the program's advertiser; the same below
 * `/api/v1/network/page` for what all pages show, for operators.
 */
export function programPageRoutes(deps: ProgramPageRoutes): FastifyPluginAsyncZod {
  return async (app) => {
    const querystring = z.strictObject({ locale: locale.default('en') });
    const read = { params: z.object({ code }), querystring, response: { 200: pageAnswer } };
    app.get('/api/v1/programs/:code/page', { config: { access: publicAccess }, schema: read }, async (request) => {
      const { code: asked } = request.params;
      const now = deps.clock.now();
      return deps.db.transaction(SYSTEM, async (tx) => {
        const program = await programByCode(tx, asked);
        if (program === null || program.status === 'archived') return refuse(noProgram(asked));
        const sections = await publishedSections(tx, asked, request.query.locale, now);
        const notices = shownNotices(sections, await termsOf(tx, asked), { now, zone: program.timeZone });
        return { sections: Object.values(sections).map(shownEdition), notices: [...notices] };
      });
    });
    await app.register(rulesRoutes(deps));
    await app.register(editingRoutes(deps, ownPage));
    await app.register(editingRoutes(deps, networkPage));
  };
}

/** Where sections are edited: below which address, by whom, and which page a request is about. */
interface Desk {
  readonly path: string;
  /** Whether the address names a program. */
  readonly ofProgram: boolean;
  readonly kinds: readonly SectionKind[];
  readonly callers: readonly string[];
  page(deps: ProgramPageRoutes, caller: Caller, code: string): Promise<PageOf>;
}

const ownPage: Desk = {
  path: '/api/v1/programs/:code/page/sections',
  ofProgram: true,
  kinds: programSections,
  callers: ['advertiser', 'operator'],
  page: async ({ db }, caller, asked) => {
    const program = await db.transaction(SYSTEM, (tx) => programByCode(tx, asked));
    // A foreign program is told like one that does not exist (T-14).
    const foreign = program === null || (caller.kind !== 'operator' && program.advertiserOrg !== caller.orgId);
    return foreign ? refuse(noProgram(asked)) : { code: program.code, advertiserOrg: program.advertiserOrg };
  },
};

const networkPage: Desk = {
  path: '/api/v1/network/page/sections',
  ofProgram: false,
  kinds: networkSections,
  callers: ['operator'],
  page: async () => null,
};

function editingRoutes(deps: ProgramPageRoutes, desk: Desk): FastifyPluginAsyncZod {
  const { db, clock } = deps;
  const config = { access: callerAccess('programs', ...desk.callers) };
  const by = (caller: Caller) => ({ at: clock.now(), actor: caller.actor });
  return async (app) => {
    const list = { params: paramsOf(desk, {}), response: { 200: editedSections } };
    app.get(desk.path, { config, schema: list }, async (request) => {
      const page = await desk.page(deps, requireCaller(request), codeIn(request.params));
      return { sections: await edited(db, page, desk.kinds) };
    });

    for (const kind of desk.kinds) {
      const params = paramsOf(desk, { locale });
      const body = z.strictObject({
        content: sectionContents[kind],
        over: sectionSeen
          .optional()
          .describe('What the draft was written over; left out, it replaces whatever is there.'),
      });
      const save = { params, body, response: { 200: editedSection } };
      app.put(`${desk.path}/${kind}/:locale`, { config, schema: save }, async (request) => {
        const caller = requireCaller(request);
        const page = await desk.page(deps, caller, codeIn(request.params));
        const { content, over } = request.body;
        const named = { page, kind, locale: request.params.locale, content, over };
        valueOrRefuse(await db.transaction(SYSTEM, (tx) => saveDraft(tx, named, by(caller))));
        return editedOne(db, page, kind, named.locale);
      });
    }

    const one = paramsOf(desk, { kind: z.enum(desk.kinds), locale });
    const publish = { params: one, response: { 200: sectionAnswer } };
    app.post(`${desk.path}/:kind/:locale/publish`, { config, schema: publish }, async (request) => {
      const caller = requireCaller(request);
      const page = await desk.page(deps, caller, codeIn(request.params));
      const { kind, locale: language } = request.params;
      const named = { page, kind, locale: language };
      const edition = await db.transaction(SYSTEM, async (tx) => {
        const published = valueOrRefuse(await publishDraft(tx, named, by(caller)));
        if (page !== null && kind === 'rules' && language === 'en') {
          const { number: version, publishedAt: at, changedAt: from } = published;
          await deps.onRulesPublished(tx, { program: page.code, version, at, from });
        }
        return published;
      });
      return shownEdition(edition);
    });
    const discard = { params: one, response: { 200: editedSection } };
    app.delete(`${desk.path}/:kind/:locale/draft`, { config, schema: discard }, async (request) => {
      const caller = requireCaller(request);
      const page = await desk.page(deps, caller, codeIn(request.params));
      const { kind, locale: language } = request.params;
      const named = { page, kind, locale: language };
      valueOrRefuse(await db.transaction(SYSTEM, (tx) => discardDraft(tx, named, by(caller))));
      return editedOne(db, page, kind, language);
    });
  };
}

function paramsOf<Shape extends z.ZodRawShape>({ ofProgram }: Desk, shape: Shape) {
  return ofProgram ? z.object({ code, ...shape }) : z.object(shape);
}

/** The program that an address names; empty below the network's own address. */
function codeIn(params: { readonly code?: string } | object): string {
  return 'code' in params && params.code !== undefined ? params.code : '';
}

/** Every section in every language: an editor sees what is missing as well. */
async function edited(db: Database, page: PageOf, kinds: readonly SectionKind[]) {
  const program = page?.code ?? null;
  const [editions, drafts] = await db.transaction(SYSTEM, async (tx) => [
    await latestEditions(tx, program, kinds, null),
    await draftsOf(tx, program),
  ]);
  return kinds.flatMap((kind) =>
    pageLocales.map((language) => {
      const is = (each: { readonly kind: SectionKind; readonly locale: PageLocale }) =>
        each.kind === kind && each.locale === language;
      return shownEdited(kind, language, editions.find(is) ?? null, drafts.find(is)?.draft ?? null);
    }),
  );
}

async function editedOne(db: Database, page: PageOf, kind: SectionKind, language: PageLocale) {
  const found = (await edited(db, page, [kind])).find((each) => each.locale === language);
  if (found === undefined) throw new Error(`no section ${kind} in ${language}`);
  return found;
}

function shownEdited(
  kind: SectionKind,
  language: PageLocale,
  edition: Edition | null,
  draft: Draft | null,
): z.input<typeof editedSection> {
  return {
    kind,
    locale: language,
    published:
      edition === null
        ? null
        : { number: edition.number, changed_at: formatInstant(edition.changedAt), content: edition.content },
    draft:
      draft === null
        ? null
        : { saved_at: formatInstant(draft.savedAt), saved_by: draft.savedBy, content: draft.content },
  };
}

function shownEdition({
  kind,
  locale: language,
  number,
  saysNumber,
  content,
  changedAt,
}: Edition): z.input<typeof sectionAnswer> {
  return { kind, locale: language, number, version: saysNumber, changed_at: formatInstant(changedAt), content };
}
