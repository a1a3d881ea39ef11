import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import type { ReactElement } from 'react';
import { publishedSections } from '../../modules/program-pages/index.ts';
import { isOffered, programByCode } from '../../modules/programs/index.ts';
import { pageLanguages, publicAccess, RefusedRequest } from '../../platform/http/index.ts';
import { catalogueReader } from './catalogue/entries.ts';
import { CataloguePage } from './catalogue/page.tsx';
import { searchOf, textIn } from './catalogue/search.ts';
import type { SiteDeps } from './deps.ts';
import { sendPage, sendPassing, visitOfRequest } from './frame/answer.ts';
import { robotsText, sitemapText } from './frame/crawlers.ts';
import { FailedPage, GonePage, NotFoundPage } from './frame/error-page.tsx';
import { SHARE_PICTURE, sharePicture } from './frame/share-picture.ts';
import type { Visit } from './frame/visit.ts';
import { article, articleNamed } from './help/articles.ts';
import { ArticlePage, HelpPage } from './help/page.tsx';
import { HomePage } from './home/page.tsx';
import { programFacts } from './program/facts.ts';
import { ProgramPage, RulesPage } from './program/page.tsx';
import { TermsPage, termsFacts } from './program/terms-page.tsx';
import { SchemePage } from './scheme/page.tsx';
import { schemeProps } from './scheme/question.ts';

const config = { access: publicAccess };
const schema = { hide: true };
const prefixes: readonly Visit['prefix'][] = ['', ...pageLanguages.map((language) => `/${language}` as const)];
/** Codes are words; nothing longer is looked up. */
const CODE_CHARACTERS_MAX = 100;

/** A page for a request; `null` where there is nothing at its address. */
type PageOf = (visit: Visit, request: FastifyRequest) => Promise<ReactElement | null>;

/** The public pages, each at its own address and below `/en`, `/ru` and `/es`. */
export function siteRoutes(deps: SiteDeps): FastifyPluginAsyncZod {
  const entries = catalogueReader(deps);
  const pages = pagesOf(deps, entries);
  return async (app) => {
    app.setErrorHandler((error, request, reply) => failed(deps, error, request, reply));
    for (const prefix of prefixes) {
      for (const [path, pageOf] of pages) {
        const url = path === '/' ? prefix || '/' : `${prefix}${path}`;
        app.get(url, { config, schema }, async (request, reply) => {
          if (url === '/' && wantsJson(request)) return reply.header('vary', 'accept').send(deps.home);
          const visit = visitOfRequest(deps, request, prefix);
          const page = await pageOf(visit, request);
          if (page !== null) return sendPage(request, reply, visit, page);
          const isOver = path.startsWith('/programs/:code') && (await isArchived(deps, codeOf(request)));
          if (isOver) return sendPassing(reply, 410, <GonePage visit={visit} />);
          return sendPassing(reply, 404, <NotFoundPage visit={visit} />);
        });
      }
    }
    app.get('/robots.txt', { config, schema }, (_request, reply) =>
      reply
        .type('text/plain; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .send(robotsText(deps.publicUrl)),
    );
    app.get(SHARE_PICTURE.path, { config, schema }, (_request, reply) =>
      reply.type(SHARE_PICTURE.type).header('cache-control', 'public, max-age=86400').send(sharePicture()),
    );
    app.get('/sitemap.xml', { config, schema }, async (_request, reply) => {
      const codes = (await entries()).map(({ program }) => program.code);
      return reply
        .type('application/xml; charset=utf-8')
        .header('cache-control', 'public, max-age=3600')
        .send(sitemapText(deps.publicUrl, codes));
    });
    app.get('/programs/:code/banned-keywords.txt', { config, schema }, async (request, reply) => {
      const text = await bannedKeywords(deps, codeOf(request));
      if (text === null) return sendPassing(reply, 404, <NotFoundPage visit={visitOfRequest(deps, request, '')} />);
      return reply
        .type('text/plain; charset=utf-8')
        .header('content-disposition', 'attachment; filename="banned-keywords.txt"')
        .header('cache-control', 'public, max-age=300')
        .send(text);
    });
  };
}

/** Asked for by name: whoever asks for anything at all gets the page. */
function wantsJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return /\bapplication\/json\b/.test(accept) && !/\btext\/html\b/.test(accept);
}

function pagesOf(
  deps: SiteDeps,
  entries: ReturnType<typeof catalogueReader>,
): readonly (readonly [path: string, pageOf: PageOf])[] {
  return [
    ['/', async (visit) => <HomePage visit={visit} entries={await entries()} />],
    [
      '/programs',
      async (visit, { query }) => <CataloguePage visit={visit} entries={await entries()} search={searchOf(query)} />,
    ],
    ['/programs/:code', (visit, request) => programPage(deps, visit, request)],
    ['/programs/:code/rules', (visit, request) => rulesPage(deps, visit, request)],
    [
      '/programs/:code/terms',
      async (visit, request) => {
        const facts = await termsFacts(deps, codeOf(request));
        return facts === null ? null : <TermsPage visit={visit} facts={facts} />;
      },
    ],
    [
      '/scheme',
      async (visit, { query }) => {
        const props = await schemeProps(deps, visit, query);
        return props === null ? null : <SchemePage {...props} />;
      },
    ],
    ['/help', async (visit) => <HelpPage visit={visit} />],
    ['/help/:article', async (visit, request) => helpArticle(visit, request)],
  ];
}

async function programPage(deps: SiteDeps, visit: Visit, request: FastifyRequest): Promise<ReactElement | null> {
  const facts = await programFacts(deps, codeOf(request), visit.language);
  if (facts === null) return null;
  const { query } = request;
  const filter = {
    kind: textIn(query, 'kind'),
    size: textIn(query, 'size'),
    creativeLanguage: textIn(query, 'creative_language'),
  };
  return <ProgramPage visit={visit} facts={facts} filter={filter} />;
}

async function rulesPage(deps: SiteDeps, visit: Visit, request: FastifyRequest): Promise<ReactElement | null> {
  const facts = await programFacts(deps, codeOf(request), visit.language);
  return facts === null ? null : <RulesPage visit={visit} facts={facts} />;
}

function helpArticle(visit: Visit, request: FastifyRequest): ReactElement | null {
  const name = articleNamed(parameter(request, 'article'));
  return name === null ? null : <ArticlePage visit={visit} shown={article(name, visit.language)} />;
}

/** Whether there was a program here: bookmarks and search engines may forget the address. */
function isArchived({ db }: SiteDeps, code: string): Promise<boolean> {
  return db.transaction({ role: 'system' }, async (tx) => (await programByCode(tx, code))?.status === 'archived');
}

/** One keyword a line below the date of the list; `null` where the program has none (S-106). */
async function bannedKeywords({ db, clock }: SiteDeps, code: string): Promise<string | null> {
  return db.transaction({ role: 'system' }, async (tx) => {
    const program = await programByCode(tx, code);
    if (program === null || !isOffered(program)) return null;
    const { banned_keywords: banned } = await publishedSections(tx, code, 'en', clock.now());
    if (banned === undefined) return null;
    const day = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeZone: program.timeZone }).format(
      banned.changedAt,
    );
    return [`# ${program.code}, version ${banned.number} of ${day}`, ...banned.content.keywords, ''].join('\n');
  });
}

function codeOf(request: FastifyRequest): string {
  const code = parameter(request, 'code');
  return /^[a-z0-9-]*$/.test(code) ? code : '';
}

function parameter({ params }: FastifyRequest, name: string): string {
  const value: unknown = typeof params === 'object' && params !== null ? Reflect.get(params, name) : undefined;
  return typeof value === 'string' && value.length <= CODE_CHARACTERS_MAX ? value : '';
}

/** A person is told that something failed, and nothing about it; who runs the network reads the rest. */
function failed(deps: SiteDeps, error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!(error instanceof RefusedRequest))
    request.log.error({ err: error, requestId: request.id, route: request.routeOptions.url }, 'page failed');
  const visit = visitOfRequest(deps, request, '');
  return sendPassing(reply, 503, <FailedPage visit={visit} requestId={request.id} />);
}
