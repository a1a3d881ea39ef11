import type { CountryVerdict, VerdictQuestion } from '../deps.ts';
import type { Visit } from '../frame/visit.ts';
import { filled } from '../words.ts';

interface Props {
  readonly visit: Visit;
  readonly question: VerdictQuestion;
  readonly verdict: CountryVerdict;
  readonly text: string;
}

const NAME_CHARACTERS = 22;

/** Click, delivery, how they agree, and what follows: one drawing for eyes, one sentence for readers of the screen. */
export function Picture({ visit, question, verdict, text }: Props) {
  const words = visit.words.site.scheme;
  const { formats } = visit;
  const click = formats.country(question.clickCountry);
  const delivery = formats.country(question.deliveryCountry);
  const isPaid = verdict.status === 'approved';
  return (
    <svg
      className={`picture ${isPaid ? 'paid' : 'unpaid'}`}
      viewBox="0 0 640 250"
      role="img"
      aria-label={filled(words.picture, { click, delivery, verdict: text })}
    >
      <Node x={10} label={words.pictureClick} name={click} />
      <Node x={400} label={words.pictureDelivery} name={delivery} />
      <path className="wire" d="M240 60H400" />
      <path className="wire" d="M320 60V150" />
      <circle className="joint" cx="320" cy="60" r="17" />
      <Sign question={question} />
      <text className="note" x="320" y="112" textAnchor="middle">
        {agreement(visit, question)}
      </text>
      <rect className="outcome" x="170" y="150" width="300" height="84" rx="14" />
      {isPaid ? (
        <path className="tick" d="M300 192l14 14 28-30" />
      ) : (
        <path className="tick" d="M306 178l28 28m0-28l-28 28" />
      )}
    </svg>
  );
}

function Node({ x, label, name }: { readonly x: number; readonly label: string; readonly name: string }) {
  return (
    <>
      <rect className="node" x={x} y="10" width="230" height="100" rx="14" />
      <text className="label" x={x + 115} y="48" textAnchor="middle">
        {label}
      </text>
      <text className="name" x={x + 115} y="80" textAnchor="middle">
        {name.length > NAME_CHARACTERS ? `${name.slice(0, NAME_CHARACTERS - 1)}…` : name}
      </text>
    </>
  );
}

/** Equal, unequal, or a question mark where the click's country is hidden. */
function Sign({ question }: { readonly question: VerdictQuestion }) {
  if (question.anonymizer === 'yes')
    return (
      <text className="sign" x="320" y="67" textAnchor="middle">
        ?
      </text>
    );
  const isSame = question.clickCountry === question.deliveryCountry;
  return <path className="equal" d={isSame ? 'M312 56h16M312 64h16' : 'M312 56h16M312 64h16M326 50l-12 20'} />;
}

function agreement(visit: Visit, question: VerdictQuestion): string {
  const words = visit.words.site.scheme;
  if (question.anonymizer === 'yes') return words.hidden;
  return question.clickCountry === question.deliveryCountry ? words.same : words.different;
}
