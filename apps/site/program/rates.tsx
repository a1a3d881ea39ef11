import type { RateRow, RatesShown, RegimeShown } from '../../../modules/program-pages/index.ts';
import { at, type Visit } from '../frame/visit.ts';
import { filled, labelOf } from '../words.ts';
import type { ProgramFacts } from './facts.ts';
import {
  commonTerms,
  deliveryText,
  type RateLabels,
  rangeText,
  rateText,
  sellerText,
  subjectText,
  tierText,
} from './rate-words.ts';
import { foreign, ProgramText, Section } from './section.tsx';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

/** What an order earns, from the terms that are valid now, with the program's own words around them (S-061, S-140). */
export function Rates({ visit, facts }: Props) {
  const words = visit.words.program.rates;
  const { rates, sections, program } = facts;
  const own = sections.rates;
  if (rates === null) {
    return (
      <Section id="rates" title={words.title}>
        <p>{words.none}</p>
      </Section>
    );
  }
  const labels = new Map([
    ...Object.entries(rates.categoryNames),
    ...(own?.content.labels ?? []).map(({ key, label }) => [key, label] as const),
  ]);
  const regimes = ordered(rates.regimes, facts);
  return (
    <Section id="rates" title={words.title}>
      <p className="hint figure">{validity(visit, rates, program.timeZone)}</p>
      {own === undefined ? null : <ProgramText visit={visit} text={own.content.intro} language={own.locale} />}
      {regimes.map((regime, index) => (
        <Regime
          key={regime.name}
          visit={visit}
          facts={facts}
          regime={regime}
          labels={labels}
          number={regimes.length > 1 ? index + 1 : null}
        />
      ))}
      <Footnotes visit={visit} facts={facts} regimes={regimes} />
      <h3>{words.common}</h3>
      <dl className="facts">
        {commonTerms(visit, rates).map(([label, text]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <Announced visit={visit} rates={rates} zone={program.timeZone} />
      {visit.isPreview ? null : (
        <p>
          <a href={at(visit, `/programs/${program.code}/terms`)}>{words.terms}</a>
        </p>
      )}
    </Section>
  );
}

function validity({ words, formats }: Visit, { version, from, until }: RatesShown, zone: string): string {
  const { rates } = words.program;
  const since = from === null ? rates.always : filled(rates.since, { date: formats.day(from, zone) });
  const end = until === null ? [] : [filled(rates.until, { date: formats.day(until, zone) })];
  return [filled(rates.version, { version }), since, ...end].join(', ');
}

/** In the order in which the program's page tells them; those it does not mention come after. */
function ordered(regimes: readonly RegimeShown[], { sections }: ProgramFacts): readonly RegimeShown[] {
  const told = sections.rates?.content.regimes.map(({ name }) => name) ?? [];
  const place = ({ name }: RegimeShown) => (told.includes(name ?? '') ? told.indexOf(name ?? '') : told.length);
  return regimes
    .toSorted((a, b) => place(a) - place(b))
    .filter(({ name, rows }) => rows.length > 0 || told.includes(name ?? ''));
}

interface RegimeProps extends Props {
  readonly regime: RegimeShown;
  readonly labels: RateLabels;
  readonly number: number | null;
}

function Regime({ visit, facts, regime, labels, number }: RegimeProps) {
  const words = visit.words.program.rates;
  const own = facts.sections.rates;
  const told = own?.content.regimes.find(({ name }) => name === regime.name);
  const where = deliveryText(visit, regime.countries);
  return (
    <div className="regime" id={regime.name === null ? 'regime' : `regime-${regime.name}`}>
      <h3>
        {number === null ? '' : `${number}. `}
        {told === undefined ? where : <span {...foreign(visit, own?.locale ?? 'en')}>{told.title}</span>}
      </h3>
      {told === undefined ? null : <p className="hint">{where}</p>}
      {told === undefined ? null : (
        <ProgramText visit={visit} text={told.text} language={own?.locale ?? 'en'} level={4} />
      )}
      {regime.rows.length === 0 ? null : <RateTable visit={visit} facts={facts} rows={regime.rows} labels={labels} />}
      {regime.rows.length === 0 || regime.unpaid.length === 0 ? null : (
        <>
          <h4>{words.unpaid}</h4>
          <ul className="reasons">
            {regime.unpaid.map((reason) => (
              <li key={reason}>{labelOf(visit.words.kinds.reasons, reason)}</li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function RateTable({
  visit,
  facts,
  rows,
  labels,
}: Props & { readonly rows: readonly RateRow[]; readonly labels: RateLabels }) {
  const words = visit.words.program.rates;
  const marks = footnoteMarks(facts);
  const shown = storesAsTold(rows, facts);
  return (
    <table className="rates">
      <thead>
        <tr>
          <th scope="col">{rows.some(({ subject }) => subject.kind === 'category') ? words.category : words.order}</th>
          <th scope="col" className="number">
            {words.rate}
          </th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={`${row.rule} ${row.subject.kind} ${keyOf(row)} ${tierText(visit, row) ?? ''}`}>
            <th scope="row">
              {subjectText(visit, row, labels)}
              {marks.get(keyOf(row)) ?? ''}
              <Ranges visit={visit} row={row} />
            </th>
            <td className="number figure">{rateText(visit, row)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Stores in the order in which the program's page tells them, which is not that of its decisions (S-050, S-051). */
function storesAsTold(rows: readonly RateRow[], { sections }: ProgramFacts): readonly RateRow[] {
  const told = (sections.rates?.content.labels ?? []).map(({ key }) => key);
  const place = (row: RateRow) => (told.includes(keyOf(row)) ? told.indexOf(keyOf(row)) : told.length);
  const stores = rows.filter(({ subject }) => subject.kind === 'stores').toSorted((a, b) => place(a) - place(b));
  return rows.map((row) => (row.subject.kind === 'stores' ? (stores.shift() ?? row) : row));
}

/** The tier of a rate, or the ranges inside which it is set product by product. */
function Ranges({ visit, row }: { readonly visit: Visit; readonly row: RateRow }) {
  const words = visit.words.program.rates;
  const tier = tierText(visit, row);
  if (tier !== null) return <span className="sub">{tier}</span>;
  if (row.percent?.kind !== 'per-product' || row.percent.ranges.length === 0) return null;
  // One range for everybody stands beside the row already.
  const [only, ...more] = row.percent.ranges;
  if (more.length === 0 && only?.seller.kind === 'any' && only.upliftMax === null) return null;
  return (
    <ul className="sub">
      {row.percent.ranges.map((range) => (
        <li key={`${sellerText(visit, range.seller)} ${range.min}`} className="figure">
          {sellerText(visit, range.seller)}: {rangeText(visit, range)}
          {range.upliftMax === null
            ? ''
            : ` (${filled(words.uplift, { factor: visit.formats.decimal(range.upliftMax) })})`}
        </li>
      ))}
    </ul>
  );
}

function keyOf({ subject }: RateRow): string {
  return 'key' in subject ? subject.key : '';
}

/** `*`, `**`, … by the key of what has a footnote, as the program lists them. */
function footnoteMarks({ sections }: ProgramFacts): ReadonlyMap<string, string> {
  const noted = sections.rates?.content.labels.filter(({ note }) => note !== null) ?? [];
  return new Map(noted.map(({ key }, index) => [key, '*'.repeat(index + 1)]));
}

/** A note to what stands in no table, such as stores that earn nothing, has no mark. */
function Footnotes({ visit, facts, regimes }: Props & { readonly regimes: readonly RegimeShown[] }) {
  const own = facts.sections.rates;
  const marks = footnoteMarks(facts);
  const marked = new Set(regimes.flatMap(({ rows }) => rows.map(keyOf)));
  if (own === undefined || marks.size === 0) return null;
  return (
    <div className="footnotes">
      <h3>{visit.words.program.rates.footnotes}</h3>
      {own.content.labels.map(({ key, label, note }) =>
        note === null ? null : (
          <div key={key} className="footnote" {...foreign(visit, own.locale)}>
            <strong>
              {marked.has(key) ? `${marks.get(key) ?? ''} ` : ''}
              {label}
            </strong>
            <ProgramText visit={visit} text={note} language={visit.language} />
          </div>
        ),
      )}
    </div>
  );
}

function Announced({
  visit,
  rates,
  zone,
}: {
  readonly visit: Visit;
  readonly rates: RatesShown;
  readonly zone: string;
}) {
  if (rates.announced.length === 0) return null;
  const words = visit.words.program;
  return (
    <div className="announced" id="announced">
      <h3>{words.rates.announced}</h3>
      {rates.announced.map(({ version, from, changes }) => (
        <div key={version}>
          <p className="effective">
            <time dateTime={new Date(from).toISOString()}>
              {filled(words.effective, { date: visit.formats.instant(from, zone) })}
            </time>{' '}
            · {filled(words.rates.version, { version })}
          </p>
          <ul>
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
