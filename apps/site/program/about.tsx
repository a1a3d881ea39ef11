import { leftToPair, type Program } from '../../../modules/programs/index.ts';
import { at, type Visit } from '../frame/visit.ts';
import { MarkdownLine } from '../markdown.tsx';
import { typeset } from '../typeset.ts';
import { counted, filled } from '../words.ts';
import type { NewsItem, ProgramFacts } from './facts.ts';
import { measuredText } from './metrics.tsx';
import { foreign, ProgramText, Section, Warnings } from './section.tsx';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

/** What the advertiser sells, and why to work with it through this network. */
export function About({ visit, facts }: Props) {
  const { description } = facts.sections;
  return (
    <Section id="description" title={visit.words.program.description}>
      <Why visit={visit} facts={facts} />
      <Suspended visit={visit} facts={facts} />
      {facts.news.length === 0 ? null : <News visit={visit} items={facts.news} />}
      <Warnings visit={visit} notices={facts.notices} surface="page" />
      <TargetGeo visit={visit} facts={facts} />
      {description === undefined ? null : (
        <ProgramText visit={visit} text={description.content.text} language={description.locale} />
      )}
      <Advantages visit={visit} facts={facts} />
    </Section>
  );
}

/** The network's promises, its size (written as the seed writes it, without separators), and how one begins (S-020 … S-027). */
function Why({ visit, facts }: Props) {
  const words = visit.words.program;
  const { promises } = facts.sections;
  const network = { network: visit.network };
  return (
    <>
      <h3>{filled(words.why, network)}</h3>
      <ul className="ticks">
        {promises?.content.items.map((item) => (
          <li key={item} {...foreign(visit, promises.locale)}>
            <MarkdownLine text={item} visit={visit} />
          </li>
        ))}
        <li className="figure">
          {counted(words, 'trust', facts.publishers, visit.language, String(facts.publishers))}
        </li>
      </ul>
      <p>{filled(words.network, network)}</p>
      <p>{words.joinNote}</p>
    </>
  );
}

/** Told at the head of the page as well, where nobody overlooks it (S-028). */
function Suspended({ visit, facts }: Props) {
  const { recruiting, status } = facts.program;
  if (status !== 'active' || recruiting.state !== 'suspended') return null;
  return <p>{recruitingReason(visit, recruiting)}</p>;
}

/** In the reader's language where the program gave one. */
export function recruitingReason({ language }: Visit, { reason, translations }: Program['recruiting']): string {
  return (language === 'en' ? null : translations?.[language]) ?? reason ?? '';
}

function News({ visit, items }: { readonly visit: Visit; readonly items: readonly NewsItem[] }) {
  const words = visit.words.program;
  return (
    <>
      <h3 id="news">{words.news}</h3>
      <ol className="news">
        {items.map(({ effective, text, language }) => (
          <li key={`${effective} ${text}`}>
            {effective === null ? null : (
              <p className="effective">
                <time dateTime={effective}>
                  {filled(words.effective, { date: visit.formats.calendarDay(effective) })}
                </time>
              </p>
            )}
            <ProgramText visit={visit} text={text} language={language} level={4} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Whose buyers the program is for, and which program is better for the others (S-037, S-038). */
function TargetGeo({ visit, facts }: Props) {
  const words = visit.words.program;
  const { program, pair } = facts;
  const { formats } = visit;
  const others = leftToPair(program, pair);
  const isAll = program.countries.length === 0;
  const hint = isAll || program.countries.includes('UA') ? words.geoHintPlain : words.geoHint;
  return (
    <>
      <h3>{words.geo}</h3>
      <p>
        {isAll && others.length > 0
          ? filled(words.geoExcept, { countries: formats.countries(others) })
          : isAll
            ? words.geoAll
            : formats.countries(program.countries)}
      </p>
      {pair === null || (isAll ? others.length === 0 : pair.countries.length > 0) ? null : (
        <p>
          <Linked text={hint} href={at(visit, `/programs/${pair.code}`)} name={pair.name} />
        </p>
      )}
    </>
  );
}

/** A sentence in which the name of a program leads to its page. */
export function Linked(props: { readonly text: string; readonly href: string; readonly name: string }) {
  const [before = '', after = ''] = props.text.split('{{program}}');
  return (
    <>
      {before}
      <a href={props.href}>{props.name}</a>
      {after}
    </>
  );
}

/** The advertiser's claims, each with its measured value or its exceptions (S-045, S-046, C-12). */
function Advantages({ visit, facts }: Props) {
  const words = visit.words.program;
  const { advantages } = facts.sections;
  if (advantages === undefined) return null;
  const { publishers, users } = advantages.content;
  const language = foreign(visit, advantages.locale);
  return (
    <>
      <h3 id="advantages">{words.advantages}</h3>
      <p className="hint">{words.advantagesNote}</p>
      <div className="columns">
        <div>
          <h4>{words.forPublishers}</h4>
          <ul className="claims" {...language}>
            {publishers.map(({ text, metric, note }) => {
              const measured = metric === null ? null : measuredText(visit, facts.metrics, metric);
              return (
                <li key={text}>
                  {typeset(text)}
                  {measured === null ? null : (
                    <span className="measured figure" lang={visit.language}>
                      {filled(words.measured, { value: measured })}
                    </span>
                  )}
                  {note === null ? null : <span className="exception">{note}</span>}
                </li>
              );
            })}
          </ul>
        </div>
        <div>
          <h4>{words.forUsers}</h4>
          <ul className="claims" {...language}>
            {users.map((text) => (
              <li key={text}>{typeset(text)}</li>
            ))}
          </ul>
        </div>
      </div>
    </>
  );
}
