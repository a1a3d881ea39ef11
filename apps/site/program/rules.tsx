import type { Sections } from '../../../modules/program-pages/index.ts';
import { at, type Visit } from '../frame/visit.ts';
import { filled } from '../words.ts';
import { Linked } from './about.tsx';
import type { ProgramFacts } from './facts.ts';
import { Changed, foreign, ProgramText, Section } from './section.tsx';

interface Props {
  readonly visit: Visit;
  readonly facts: ProgramFacts;
}

/** The rules with their numbers, their version and the date of their last change (S-111, S-118, S-130). */
export function Rules({ visit, facts }: Props) {
  const words = visit.words.program.rules;
  const { program, sections } = facts;
  const { rules } = sections;
  if (rules === undefined && program.lostOrders) return null;
  return (
    <Section id="rules" title={words.title}>
      {rules === undefined ? null : (
        <p className="hint figure">
          {filled(words.version, { version: String(rules.saysNumber ?? rules.number) })}
          {visit.isPreview ? null : (
            <>
              {' · '}
              <a href={at(visit, `/programs/${program.code}/rules`)}>{words.full}</a>
            </>
          )}
        </p>
      )}
      <Announced visit={visit} facts={facts} />
      <RuleText visit={visit} rules={rules} level={3} />
      <Joint visit={visit} facts={facts} />
      {program.lostOrders ? null : <p>{words.lostOrders}</p>}
      {rules === undefined ? null : (
        <Changed visit={visit} day={visit.formats.day(rules.changedAt, program.timeZone)} />
      )}
    </Section>
  );
}

/** From when the next version holds, where one is announced (S-111). */
export function Announced({ visit, facts }: Props) {
  const { nextRules, program } = facts;
  if (nextRules === null) return null;
  const { version, from } = nextRules;
  const date = visit.formats.day(from, program.timeZone);
  const told = filled(visit.words.program.rules.announced, { version: String(version), date });
  return (
    <p className="notice">
      {visit.isPreview ? told : <a href={`${at(visit, `/programs/${program.code}/rules`)}#next`}>{told}</a>}
    </p>
  );
}

interface RuleTextProps {
  readonly visit: Visit;
  readonly rules: Sections['rules'];
  readonly level: 2 | 3;
  /** Not in force yet: its rules have no address to be cited by. */
  readonly isAhead?: boolean;
}

/** Intro, the numbered list, and what goes beyond it; what is not in the reader's language says so (S-132). Each rule has an address, `#rule-9`. */
export function RuleText({ visit, rules, level, isAhead = false }: RuleTextProps) {
  if (rules === undefined) return null;
  const { locale, content } = rules;
  const Title = `h${level}` as const;
  return (
    <>
      {locale === visit.language ? null : <p className="hint">{visit.words.program.rules.foreign}</p>}
      <div {...foreign(visit, locale)}>
        <ProgramText visit={visit} text={content.intro} language={visit.language} />
        <ol className="rules">
          {content.rules.map(({ number, text }) => (
            <li key={number} {...(isAhead ? {} : { id: `rule-${number}` })}>
              <ProgramText visit={visit} text={text} language={visit.language} level={4} />
            </li>
          ))}
        </ol>
        {content.further.map(({ title, text }) => (
          <div key={title} className="further">
            <Title>{title}</Title>
            <ProgramText visit={visit} text={text} language={visit.language} level={4} />
          </div>
        ))}
      </div>
    </>
  );
}

/** What the program shares with others: rules that are accepted together, programs that are joined at once (S-115, S-116). */
function Joint({ visit, facts }: Props) {
  const words = visit.words.program.rules;
  return (
    <>
      {facts.rulesWith.map(({ code, name }) => (
        <p key={`rules ${code}`}>
          <Linked text={words.with} href={at(visit, `/programs/${code}/rules`)} name={name} />
        </p>
      ))}
      {facts.joinsAlso.map(({ code, name }) => (
        <p key={`joins ${code}`}>
          <Linked text={words.joins} href={at(visit, `/programs/${code}`)} name={name} />
        </p>
      ))}
    </>
  );
}
