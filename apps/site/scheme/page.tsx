import type { Program } from '../../../modules/programs/index.ts';
import { countryOptions } from '../catalogue/page.tsx';
import type { CountryVerdict, VerdictQuestion } from '../deps.ts';
import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';
import { Choice } from '../program/creatives.tsx';
import { filled, labelOf } from '../words.ts';
import { Picture } from './picture.tsx';

export interface SchemeProps {
  readonly visit: Visit;
  readonly programs: readonly Pick<Program, 'code' | 'name'>[];
  readonly program: Program;
  readonly question: VerdictQuestion;
  /** `null`: the program has no terms for now. The first is the ordinary order. */
  readonly verdicts: readonly CountryVerdict[] | null;
  /** The ordinary order by a link of the paired program. */
  readonly sibling: { readonly program: Program; readonly verdict: CountryVerdict } | null;
}

/** Two countries, a verdict in plain words and a picture (S-039). */
export function SchemePage(props: SchemeProps) {
  const { visit, verdicts } = props;
  const words = visit.words.site.scheme;
  const [ordinary] = verdicts ?? [];
  return (
    <Document visit={visit} title={words.title} description={words.lead} geoData={true}>
      <div className="scheme">
        <h1>{words.title}</h1>
        <p className="lead">{words.lead}</p>
        <Question {...props} />
        <section id="verdict" aria-labelledby="verdict-title">
          <h2 id="verdict-title">{filled(words.verdict, { program: props.program.name })}</h2>
          {ordinary === undefined || verdicts === null ? (
            <p>{words.noTerms}</p>
          ) : (
            <Verdict {...props} ordinary={ordinary} others={verdicts.slice(1)} />
          )}
        </section>
      </div>
    </Document>
  );
}

function Question({ visit, programs, program, question }: SchemeProps) {
  const words = visit.words.site.scheme;
  const countries = countryOptions(visit);
  return (
    <form className="filter" method="get" action={`${at(visit, '/scheme')}#verdict`}>
      <Choice
        name="program"
        label={words.program}
        options={programs.map(({ code, name }) => [code, name] as const)}
        value={program.code}
      />
      <Choice name="click" label={words.click} options={countries} value={question.clickCountry} />
      <Choice name="delivery" label={words.delivery} options={countries} value={question.deliveryCountry} />
      <Choice
        name="vpn"
        label={words.anonymizer}
        options={[
          ['no', words.no],
          ['yes', words.yes],
          ['unknown', words.unknown],
        ]}
        value={question.anonymizer}
      />
      <button type="submit">{words.ask}</button>
    </form>
  );
}

interface VerdictProps extends SchemeProps {
  readonly ordinary: CountryVerdict;
  readonly others: readonly CountryVerdict[];
}

function Verdict({ visit, program, question, ordinary, others, sibling }: VerdictProps) {
  const words = visit.words.site.scheme;
  const regime = { regime: ordinary.regime ?? '—', version: ordinary.version ?? '—' };
  return (
    <>
      <Picture visit={visit} question={question} verdict={ordinary} text={verdictText(visit, ordinary)} />
      <p>
        {whyText(visit, ordinary)} {ordinary.regime === null ? '' : filled(words.regime, regime)}
      </p>
      {question.anonymizer === 'unknown' && ordinary.status === 'approved' ? <p>{words.unknownNote}</p> : null}
      {sibling === null ? null : (
        <p>
          <a href={at(visit, `/programs/${sibling.program.code}`)}>
            {filled(words.sibling, { program: sibling.program.name })}
          </a>
          : {verdictText(visit, sibling.verdict)}
          {sibling.verdict.status === 'approved' ? '' : ` ${whyText(visit, sibling.verdict)}`}
        </p>
      )}
      {others.length === 0 ? null : <Cases visit={visit} verdicts={[ordinary, ...others]} />}
      <p className="hint">{words.assumed}</p>
      <p>
        <a href={at(visit, `/programs/${program.code}#rates`)}>{filled(words.rates, { program: program.name })}</a>
      </p>
    </>
  );
}

function Cases({ visit, verdicts }: { readonly visit: Visit; readonly verdicts: readonly CountryVerdict[] }) {
  const words = visit.words.site.scheme;
  return (
    <>
      <h3>{words.cases}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.caseColumn}</th>
            <th scope="col">{words.verdictColumn}</th>
            <th scope="col">{words.whyColumn}</th>
          </tr>
        </thead>
        <tbody>
          {verdicts.map((verdict) => (
            <tr key={verdict.kind}>
              <th scope="row">{words.kinds[verdict.kind]}</th>
              <td>{verdictText(visit, verdict)}</td>
              <td>{labelOf(visit.words.kinds.reasons, verdict.reason)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const SAID_BY_VERDICT = new Set(['unresolved TERMS_NOT_STATED', 'approved PAID_CIS_SELLER']);

/** The reason as a sentence; nothing where the verdict is the reason. */
function whyText({ words }: Visit, { status, reason }: CountryVerdict): string {
  return SAID_BY_VERDICT.has(`${status} ${reason}`) ? '' : `${labelOf(words.kinds.reasons, reason)}.`;
}

function verdictText({ words, formats }: Visit, { status, reason, rate, rateIsProducts }: CountryVerdict): string {
  const { verdicts, perSeller, perHot } = words.site.scheme;
  if (status !== 'approved') return verdicts[status];
  if (rateIsProducts) return filled(verdicts.approved, { rate: reason === 'PAID_HOT' ? perHot : perSeller });
  return rate === null ? verdicts.approvedFixed : filled(verdicts.approved, { rate: formats.percent(rate) });
}
