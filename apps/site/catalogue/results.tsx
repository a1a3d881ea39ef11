import { metricText, wordingOf } from '../../../modules/stats/index.ts';
import { at, type Visit } from '../frame/visit.ts';
import { foreign } from '../program/section.tsx';
import { counted, filled, labelOf } from '../words.ts';
import type { CatalogueEntry } from './entries.ts';
import { type Found, PAGE_SIZE, queryOf, type Search } from './search.ts';

interface Props {
  readonly visit: Visit;
  readonly entries: readonly CatalogueEntry[];
}

interface ResultsProps {
  readonly visit: Visit;
  readonly found: Found;
  readonly search: Search;
}

/** What was found: how many, a page of them, the way to the others. The script replaces it while somebody types. */
export function Results({ visit, found, search }: ResultsProps) {
  const words = visit.words.site.catalogue;
  const { entries, isSimilar } = found;
  const pages = Math.max(1, Math.ceil(entries.length / PAGE_SIZE));
  const page = Math.min(search.page, pages);
  const shown = entries.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return (
    <div id="results">
      <p className="found" role="status">
        {isSimilar ? `${words.similar} ` : ''}
        {counted(words, 'found', entries.length, visit.language)}
      </p>
      {entries.length === 0 ? (
        <div className="empty">
          <p>{words.none}</p>
          <p>
            {words.noneHint} <a href={at(visit, '/programs')}>{words.showAll}</a>
          </p>
        </div>
      ) : (
        <ProgramList visit={visit} entries={shown} />
      )}
      {pages === 1 ? null : (
        <nav className="pages" aria-label={words.pages}>
          {page > 1 ? <a href={pageAddress(visit, search, page - 1)}>{words.previous}</a> : <span />}
          <span className="figure">
            {filled(words.page, { page: visit.formats.count(page), pages: visit.formats.count(pages) })}
          </span>
          {page < pages ? <a href={pageAddress(visit, search, page + 1)}>{words.next}</a> : <span />}
        </nav>
      )}
    </div>
  );
}

function pageAddress(visit: Visit, search: Search, page: number): string {
  const query = queryOf(search, page);
  return `${at(visit, '/programs')}${query === '' ? '' : `?${query}`}`;
}

export function ProgramList({ visit, entries }: Props) {
  return (
    <ul className="program-list">
      {entries.map((entry) => (
        <ProgramItem key={entry.program.code} visit={visit} entry={entry} />
      ))}
    </ul>
  );
}

const LISTED_METRICS = ['epc', 'cr', 'confirmation', 'payment'] as const;
const COUNTRIES_SHOWN = 4;

function ProgramItem({ visit, entry }: { readonly visit: Visit; readonly entry: CatalogueEntry }) {
  const words = visit.words.site.catalogue;
  const { program, advertiser, metrics } = entry;
  const { summary } = entry.texts[visit.language];
  return (
    <li className="program-item">
      <div className="what">
        <h3>
          <a href={at(visit, `/programs/${program.code}`)}>{program.name}</a>
        </h3>
        <p className="by">
          {advertiser}
          {program.categories.map((category) => (
            <span key={category} className="chip">
              {labelOf(visit.words.kinds.categories, category)}
            </span>
          ))}
        </p>
        {summary === null ? null : (
          <p className="summary" {...foreign(visit, summary.language)}>
            {summary.text}
          </p>
        )}
        <p className="where">
          {countriesText(visit, entry)}
          {program.recruiting.state === 'suspended' ? (
            <span className="status prohibited">{words.suspended}</span>
          ) : null}
        </p>
      </div>
      <dl className="short-metrics">
        {LISTED_METRICS.map((key) => {
          const metric = metrics.find((each) => each.key === key);
          return (
            <div key={key}>
              <dt>{wordingOf(key, visit.language).label}</dt>
              <dd className="figure">{metric === undefined ? '—' : metricText(metric, visit.language)}</dd>
            </div>
          );
        })}
      </dl>
    </li>
  );
}

function countriesText(visit: Visit, { program: { countries } }: CatalogueEntry): string {
  if (countries.length === 0) return visit.words.site.catalogue.allCountries;
  const names = countries.map(visit.formats.country);
  if (names.length <= COUNTRIES_SHOWN) return visit.formats.list(names);
  return `${names.slice(0, COUNTRIES_SHOWN).join(', ')} +${names.length - COUNTRIES_SHOWN}`;
}
