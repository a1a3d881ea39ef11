import { countryCodes, programCategories } from '../../../contract/closed-lists.ts';
import { metricKeys, wordingOf } from '../../../modules/stats/index.ts';
import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';
import { Choice } from '../program/creatives.tsx';
import { labelOf } from '../words.ts';
import { type CatalogueEntry, toolKeys } from './entries.ts';
import { Results } from './results.tsx';
import { found, type Search } from './search.ts';

interface Props {
  readonly visit: Visit;
  readonly entries: readonly CatalogueEntry[];
  readonly search: Search;
}

/** All programs, to be filtered by a form that works without script (S-023). */
export function CataloguePage({ visit, entries, search }: Props) {
  const words = visit.words.site.catalogue;
  return (
    <Document visit={visit} title={words.title} description={words.lead}>
      <div className="catalogue">
        <h1>{words.title}</h1>
        <p className="lead">{words.lead}</p>
        <div className="with-filters">
          <Filters visit={visit} entries={entries} search={search} />
          <section aria-labelledby="found-title">
            <h2 id="found-title" className="unseen">
              {words.title}
            </h2>
            <Results visit={visit} found={found(entries, search)} search={search} />
          </section>
        </div>
      </div>
    </Document>
  );
}

function Filters({ visit, entries, search }: Props) {
  const words = visit.words.site.catalogue;
  const { kinds } = visit.words;
  const used = (category: string) => entries.some(({ program }) => program.categories.includes(category));
  const categories = programCategories.filter((each) => used(each) || each === search.category);
  const metricNames = metricKeys.map((key) => [key, wordingOf(key, visit.language).label] as const);
  return (
    <form className="filters" method="get" action={at(visit, '/programs')} aria-label={words.filters} data-search="">
      <label className="field">
        <span>{words.text}</span>
        <input type="search" name="text" defaultValue={search.text} maxLength={100} autoComplete="off" />
      </label>
      <Choice
        name="category"
        label={words.category}
        any={words.any}
        options={categories.map((key) => [key, labelOf(kinds.categories, key)] as const)}
        value={search.category}
      />
      <Choice
        name="country"
        label={words.country}
        any={words.any}
        options={countryOptions(visit)}
        value={search.country}
      />
      <Choice
        name="tool"
        label={words.tool}
        any={words.any}
        options={toolKeys.map((key) => [key, words.tools[key]] as const)}
        value={search.tool}
      />
      <Choice
        name="traffic"
        label={words.traffic}
        any={words.any}
        options={trafficOptions(visit)}
        value={search.traffic}
      />
      <div className="bound">
        <Choice name="metric" label={words.metric} any={words.any} options={metricNames} value={search.metric} />
        <label className="field">
          <span>{words.atLeast}</span>
          <input name="least" inputMode="decimal" defaultValue={search.least} maxLength={16} />
        </label>
      </div>
      <Choice
        name="sort"
        label={words.sort}
        options={[['name', words.byName] as const, ...metricNames]}
        value={search.sort}
      />
      <div className="buttons">
        <button type="submit">{words.apply}</button>
        <a href={at(visit, '/programs')}>{words.reset}</a>
      </div>
    </form>
  );
}

/** Kinds under a heading are named with it: two are called alike (S-128). */
function trafficOptions(visit: Visit): (readonly [string, string])[] {
  const labels = visit.words.kinds.traffic;
  return Object.keys(labels)
    .filter((key) => key !== 'targeting')
    .map((key) => [
      key,
      key.startsWith('targeting.') ? `${labels.targeting}: ${labelOf(labels, key)}` : labelOf(labels, key),
    ]);
}

const kept = new Map<string, readonly (readonly [string, string])[]>();

/** Every country by its name in the language of the page. */
export function countryOptions(visit: Visit): readonly (readonly [string, string])[] {
  const known = kept.get(visit.language);
  if (known !== undefined) return known;
  const order = new Intl.Collator(visit.language);
  const options = countryCodes
    .map((code) => [code, visit.formats.country(code)] as const)
    .toSorted(([, a], [, b]) => order.compare(a, b));
  kept.set(visit.language, options);
  return options;
}
