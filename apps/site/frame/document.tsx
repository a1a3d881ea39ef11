import type { ReactNode } from 'react';
import { pageLanguages } from '../../../platform/http/index.ts';
import { filled } from '../words.ts';
import { SHARE_PICTURE } from './share-picture.ts';
import { summaryOf } from './summary.ts';
import { at, type Visit } from './visit.ts';

export interface DocumentProps {
  readonly visit: Visit;
  readonly title: string;
  /** For search engines and for those who are sent the address; its beginning is shown. */
  readonly description: string;
  readonly children: ReactNode;
  /** Not an address to keep: errors. */
  readonly isPassing?: boolean;
  /** Pages that show what the country data say name their source. */
  readonly geoData?: boolean;
}

/** A whole page: head, header, content, footer. Everything works without script. */
export function Document(props: DocumentProps) {
  const { visit, title, children } = props;
  const { frame } = visit.words.site;
  return (
    <html lang={visit.language}>
      <Head {...props} title={title} />
      <body>
        <a className="skip-link" href="#content">
          {frame.skip}
        </a>
        <Header visit={visit} />
        <main id="content" tabIndex={-1}>
          {children}
        </main>
        <Footer visit={visit} geoData={props.geoData ?? false} />
      </body>
    </html>
  );
}

/** As previews of shared pages name languages. */
const territories = { en: 'en_GB', ru: 'ru_RU', es: 'es_ES' } as const;

function Head({ visit, title, description, isPassing = false }: DocumentProps) {
  const page = pageOfList(visit);
  const fixed = (language: string) => `${visit.publicUrl}/${language}${visit.path === '/' ? '' : visit.path}${page}`;
  const full = `${title} · ${visit.network}`;
  const summary = summaryOf(description);
  return (
    <head>
      <meta charSet="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <title>{full}</title>
      <meta name="description" content={summary} />
      {isPassing || visit.isPreview ? (
        <meta name="robots" content="noindex" />
      ) : (
        <>
          <link rel="canonical" href={fixed(visit.language)} />
          {pageLanguages.map((language) => (
            <link key={language} rel="alternate" hrefLang={language} href={fixed(language)} />
          ))}
          <link rel="alternate" hrefLang="x-default" href={`${visit.publicUrl}${visit.path}${page}`} />
          <meta property="og:type" content="website" />
          <meta property="og:site_name" content={visit.network} />
          <meta property="og:title" content={title} />
          <meta property="og:description" content={summary} />
          <meta property="og:url" content={fixed(visit.language)} />
          <meta property="og:locale" content={territories[visit.language]} />
          {pageLanguages.map((language) =>
            language === visit.language ? null : (
              <meta key={language} property="og:locale:alternate" content={territories[language]} />
            ),
          )}
          <SharePicture visit={visit} />
        </>
      )}
      <link rel="icon" href="/icon.svg" type="image/svg+xml" />
      {visit.files.styles.map((href) => (
        <link key={href} rel="stylesheet" href={href} />
      ))}
      {/* Waited for before the first paint, so that a chosen appearance does not flash. */}
      <script type="module" src={visit.files.script} {...{ blocking: 'render' }} />
    </head>
  );
}

/** What previews show beside the title; large, where they can. */
function SharePicture({ visit }: { readonly visit: Visit }) {
  const { path, type, width, height } = SHARE_PICTURE;
  return (
    <>
      <meta property="og:image" content={`${visit.publicUrl}${path}`} />
      <meta property="og:image:type" content={type} />
      <meta property="og:image:width" content={String(width)} />
      <meta property="og:image:height" content={String(height)} />
      <meta property="og:image:alt" content={filled(visit.words.site.frame.picture, { network: visit.network })} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

/** The second page of a list is a page of its own for search engines; a filtered list is not. */
function pageOfList({ query }: Visit): string {
  const page = new URLSearchParams(query).get('page') ?? '';
  return /^[1-9]\d{0,4}$/.test(page) && page !== '1' ? `?page=${page}` : '';
}

function Header({ visit }: { readonly visit: Visit }) {
  const { frame } = visit.words.site;
  const places = [
    ['/programs', frame.programs],
    ['/scheme', frame.scheme],
    ['/help', frame.help],
  ] as const;
  return (
    <header className="site-header">
      <div className="bar">
        <a className="brand" href={at(visit, '/')}>
          <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true" className="mark">
            <path d="M4 3c0 7 8 6 8 13v5" />
            <path d="M20 3c0 7-8 6-8 13" />
          </svg>
          <span>{visit.network}</span>
        </a>
        <nav aria-label={frame.main} className="places">
          {places.map(([path, label]) => (
            <a key={path} href={at(visit, path)} {...(isHere(visit, path) ? { 'aria-current': 'page' as const } : {})}>
              {label}
            </a>
          ))}
        </nav>
        <Languages visit={visit} />
        <div className="entry">
          <a href="/app/sign-in">{frame.signIn}</a>
          <a className="button" href="/app/register">
            {frame.register}
          </a>
        </div>
      </div>
    </header>
  );
}

function isHere(visit: Visit, path: string): boolean {
  return visit.path === path || visit.path.startsWith(`${path}/`);
}

/** The same page in the other languages. */
function Languages({ visit }: { readonly visit: Visit }) {
  return (
    <nav aria-label={visit.words.site.frame.language} className="languages">
      {pageLanguages.map((language) => (
        <a
          key={language}
          lang={language}
          hrefLang={language}
          data-language={language}
          title={names[language]}
          href={visit.addressIn(language)}
          {...(language === visit.language ? { 'aria-current': 'true' as const } : {})}
        >
          {language.toUpperCase()}
        </a>
      ))}
    </nav>
  );
}

const names = { en: 'English', ru: 'Русский', es: 'Español' } as const;

function Footer({ visit, geoData }: { readonly visit: Visit; readonly geoData: boolean }) {
  const { frame } = visit.words.site;
  return (
    <footer className="site-footer">
      <div className="bar">
        <p>{filled(frame.foot, { network: visit.network })}</p>
        {/* Filled by the script: without one the device decides. */}
        <div
          id="appearance"
          hidden
          data-label={frame.appearance}
          data-light={frame.light}
          data-dark={frame.dark}
          data-auto={frame.auto}
        />
        <ul className="plain-links">
          <li>
            <a href={at(visit, '/help')}>{frame.help}</a>
          </li>
          <li>
            <a href="/api/openapi.json">{frame.api}</a>
          </li>
          {geoData ? (
            <li>
              <a href="https://db-ip.com" rel="noopener">
                {frame.geoData}
              </a>
            </li>
          ) : null}
        </ul>
      </div>
    </footer>
  );
}
