import { pageLanguages } from '../../../platform/http/index.ts';
import { at, type Visit } from '../frame/visit.ts';
import type { ProgramFacts } from './facts.ts';
import { Section, Warnings } from './section.tsx';

/** What is asked of the creatives; texts as they stand in the address. */
export interface CreativeFilter {
  readonly kind: string;
  readonly size: string;
  readonly creativeLanguage: string;
}

export const creativeKinds = ['link', 'dynamic', 'banner', 'text', 'video'] as const;
export const creativeSizes = ['88x31', '120x600', '160x600', '240x400', '300x250', '468x60', '728x90', '970x250'];

interface CreativesProps {
  readonly visit: Visit;
  readonly filter: CreativeFilter;
}

/** What a joined ad space gets; without one the notice says how (S-012 … S-014). Dynamic ads show products, so that they need some. */
export function Creatives({ visit, filter, hasProducts }: CreativesProps & { readonly hasProducts: boolean }) {
  const words = visit.words.program.creatives;
  // Links and dynamic ads have neither a size nor a language of their own.
  const fits = (kind: string) =>
    (filter.kind === '' || filter.kind === kind) && filter.size === '' && filter.creativeLanguage === '';
  const isDynamicShown = hasProducts && fits('dynamic');
  const isFound = (filter.kind === 'link' && fits('link')) || (filter.kind === 'dynamic' && isDynamicShown);
  return (
    <Section id="creatives" title={words.title}>
      <p className="notice">{words.notice}</p>
      <CreativeForm visit={visit} filter={filter} />
      {fits('link') ? (
        <>
          <h3>{words.standardLink}</h3>
          <p>{words.standardLinkText}</p>
        </>
      ) : null}
      {isDynamicShown ? (
        <>
          <h3>{words.dynamic}</h3>
          <p>
            {words.dynamicText} <a href={at(visit, '/help/dynamic-ads')}>{words.dynamicHelp}</a>
          </p>
        </>
      ) : null}
      {isFound ? null : (
        <div className="empty">
          <p>{words.empty}</p>
          <p>{words.emptyHint}</p>
        </div>
      )}
    </Section>
  );
}

function CreativeForm({ visit, filter }: CreativesProps) {
  const words = visit.words.program.creatives;
  const languages = new Intl.DisplayNames(visit.language, { type: 'language' });
  const kinds = creativeKinds.map((kind) => [kind, words.kinds[kind]] as const);
  const sizes = creativeSizes.map((size) => [size, size.replace('x', ' × ')] as const);
  const spoken = pageLanguages.map((language) => [language, languages.of(language) ?? language] as const);
  return (
    <form
      className="filter"
      method="get"
      action={visit.isPreview ? '#creatives' : `${at(visit, visit.path)}#creatives`}
      aria-labelledby="creative-filter"
    >
      <h3 id="creative-filter">{words.filter}</h3>
      {visit.isPreview ? <input type="hidden" name="locale" value={visit.language} /> : null}
      <Choice name="kind" label={words.kind} any={words.any} options={kinds} value={filter.kind} />
      <Choice name="size" label={words.size} any={words.any} options={sizes} value={filter.size} />
      <Choice
        name="creative_language"
        label={words.language}
        any={words.any}
        options={spoken}
        value={filter.creativeLanguage}
      />
      <button type="submit">{words.apply}</button>
    </form>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  /** The text of no choice; left out where one has to be made. */
  readonly any?: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly value: string;
}

/** A labelled list to choose from, which keeps what was chosen. */
export function Choice({ name, label, any, options, value }: ChoiceProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name} defaultValue={value}>
        {any === undefined ? null : <option value="">{any}</option>}
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The feed of products, and what is known of it (S-016 … S-018). */
export function Products({ visit, facts }: { readonly visit: Visit; readonly facts: ProgramFacts }) {
  const words = visit.words.program.products;
  const { formats } = visit;
  const zone = facts.program.timeZone;
  const { products, updatedAt, deliveredAt } = facts.feed;
  const counters = [
    [words.available, products === null ? '—' : formats.count(products)],
    [words.updated, updatedAt === null ? '—' : formats.instant(updatedAt, zone)],
    [words.updatedByAdvertiser, deliveredAt === null ? '—' : formats.instant(deliveredAt, zone)],
  ] as const;
  return (
    <Section id="products" title={words.title}>
      <p className="notice">{words.notice}</p>
      <p>
        {words.text} <a href={at(visit, '/help/deeplinks')}>{words.help}</a>
      </p>
      <Warnings visit={visit} notices={facts.notices} surface="feed" />
      <dl className="counters">
        {counters.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd className="figure">{value}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
