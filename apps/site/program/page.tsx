import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';
import { filled, labelOf } from '../words.ts';
import { About, recruitingReason } from './about.tsx';
import { type CreativeFilter, Creatives, Products } from './creatives.tsx';
import type { ProgramFacts } from './facts.ts';
import { Metrics } from './metrics.tsx';
import { Rates } from './rates.tsx';
import { Announced, Rules, RuleText } from './rules.tsx';
import { ProgramText, Section } from './section.tsx';
import { Tools } from './tools.tsx';
import { HotProducts, Rejections, Traffic } from './traffic.tsx';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

interface PageProps extends Props {
  readonly filter: CreativeFilter;
}

/** The public page of a program, in the order of the example program's page (S-001). */
export function ProgramPage({ visit, facts, filter }: PageProps) {
  const { program, sections } = facts;
  const title = filled(visit.words.program.title, { name: program.name });
  return (
    <Document visit={visit} title={title} description={summary(visit, facts)} geoData={facts.rates?.geoMatch !== null}>
      <div className="program" itemScope={true} itemType="https://schema.org/Service">
        <meta itemProp="serviceType" content={visit.words.program.title.replace('{{name}}', '').trim()} />
        <link itemProp="url" href={`${visit.publicUrl}/${visit.language}${visit.path}`} />
        {visit.isPreview ? <p className="notice strong">{visit.words.program.preview}</p> : null}
        <ProgramHead visit={visit} facts={facts} />
        <Similar visit={visit} facts={facts} />
        <Metrics visit={visit} metrics={facts.metrics} zone={program.timeZone} />
        <div className="with-contents">
          <Contents visit={visit} facts={facts} />
          <div className="sections">
            <Creatives visit={visit} filter={filter} hasProducts={facts.feed.products !== null} />
            <Products visit={visit} facts={facts} />
            <About visit={visit} facts={facts} />
            <Rates visit={visit} facts={facts} />
            <HotProducts visit={visit} facts={facts} />
            {sections.recommendations === undefined ? null : (
              <Section id="recommendations" title={visit.words.program.recommendations}>
                <ProgramText
                  visit={visit}
                  text={sections.recommendations.content.text}
                  language={sections.recommendations.locale}
                />
              </Section>
            )}
            <Tools visit={visit} facts={facts} />
            <Rules visit={visit} facts={facts} />
            <Traffic visit={visit} facts={facts} />
            <Rejections visit={visit} facts={facts} />
          </div>
        </div>
      </div>
    </Document>
  );
}

/** For those who are sent the address: the program's own text. */
function summary(visit: Visit, { sections, advertiser, program }: ProgramFacts): string {
  const text = sections.description?.content.text.trim() ?? '';
  return text === '' ? `${program.name}, ${filled(visit.words.program.by, { advertiser })}` : text;
}

function ProgramHead({ visit, facts }: Props) {
  const words = visit.words.program;
  const { program, advertiser } = facts;
  const next = encodeURIComponent(`/programs/${program.code}`);
  const isOpen = program.status === 'active' && program.recruiting.state === 'open';
  const [before = '', after = ''] = words.title.split('{{name}}');
  return (
    <div className="program-head">
      <div>
        <h1>
          <span className="kicker">{before.trim()}</span> <span itemProp="name">{program.name}</span>
          {after}
        </h1>
        <p className="by">
          <span itemProp="provider" itemScope={true} itemType="https://schema.org/Organization">
            <meta itemProp="name" content={advertiser} />
            {filled(words.by, { advertiser })}
          </span>
          {program.countries.map((country) => (
            <meta key={country} itemProp="areaServed" content={country} />
          ))}
          {program.categories.map((category) => (
            <a key={category} className="chip" href={at(visit, `/programs?category=${category}`)}>
              {labelOf(visit.words.kinds.categories, category)}
            </a>
          ))}
        </p>
      </div>
      <div className="join">
        <a className="button strong" href={`/app/register?next=${next}`}>
          {isOpen ? words.join : visit.words.site.frame.register}
        </a>
        <a href={`/app/sign-in?next=${next}`}>{words.signIn}</a>
      </div>
      <Recruiting visit={visit} facts={facts} />
    </div>
  );
}

/** Why nobody is taken at the moment (S-028, C-22). */
function Recruiting({ visit, facts }: Props) {
  const words = visit.words.program;
  const { recruiting, status, timeZone } = facts.program;
  if (status !== 'active') return <p className="notice strong">{words.stopped}</p>;
  if (recruiting.state !== 'suspended') return null;
  const date = visit.formats.day(recruiting.since, timeZone);
  return (
    <div className="notice strong" role="note" id="recruiting">
      <p>
        <strong>{words.suspended}</strong> <span className="sub">{filled(words.suspendedSince, { date })}</span>
      </p>
      <p>{recruitingReason(visit, recruiting)}</p>
      <p>{words.suspendedNote}</p>
    </div>
  );
}

function Similar({ visit, facts }: Props) {
  if (facts.similar.length === 0) return null;
  return (
    <section id="similar" aria-labelledby="similar-title" className="similar">
      <h2 id="similar-title">{visit.words.program.similar}</h2>
      <ul>
        {facts.similar.map(({ code, name }) => (
          <li key={code}>
            <a href={at(visit, `/programs/${code}`)}>{name}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Where on the page what stands; beside it on a wide screen. */
function Contents({ visit, facts }: Props) {
  const words = visit.words.program;
  const { sections, hot, program } = facts;
  const parts = [
    ['creatives', words.creatives.title, true],
    ['products', words.products.title, true],
    ['description', words.description, true],
    ['rates', words.rates.title, true],
    ['hot', words.hot.title, sections.hot_products !== undefined || hot.length > 0],
    ['recommendations', words.recommendations, sections.recommendations !== undefined],
    ['tools', words.tools.title, true],
    ['rules', words.rules.title, sections.rules !== undefined || !program.lostOrders],
    ['traffic', words.traffic.title, true],
    ['rejections', words.rejections.title, true],
  ] as const;
  return (
    <nav className="contents" aria-label={words.contents}>
      <ol>
        {parts.map(([id, label, isShown]) =>
          isShown ? (
            <li key={id}>
              <a href={`#${id}`}>{label}</a>
            </li>
          ) : null,
        )}
      </ol>
    </nav>
  );
}

/** The rules alone, to be read before applying and to be cited (S-116). */
export function RulesPage({ visit, facts }: Props) {
  const words = visit.words.site.rules;
  const { program, sections, nextRules } = facts;
  const { rules } = sections;
  const title = filled(words.title, { program: program.name });
  const day = rules === undefined ? '' : visit.formats.day(rules.changedAt, program.timeZone);
  return (
    <Document visit={visit} title={title} description={filled(words.summary, { program: program.name })}>
      <article className="article">
        <p className="back">
          <a href={at(visit, `/programs/${program.code}`)}>{words.back}</a>
        </p>
        <h1>{title}</h1>
        {rules === undefined ? (
          <p>{words.none}</p>
        ) : (
          <p className="hint figure">
            {filled(words.version, { version: String(rules.saysNumber ?? rules.number), date: day })}
          </p>
        )}
        <Announced visit={visit} facts={facts} />
        <RuleText visit={visit} rules={rules} level={2} />
        {nextRules === null ? null : (
          <>
            <h2 id="next">
              {filled(visit.words.program.rules.announced, {
                version: String(nextRules.version),
                date: visit.formats.day(nextRules.from, program.timeZone),
              })}
            </h2>
            <RuleText visit={visit} rules={nextRules.rules} level={3} isAhead />
          </>
        )}
      </article>
    </Document>
  );
}
