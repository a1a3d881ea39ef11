import type { CountryVerdict, VerdictQuestion } from '../deps.ts';
import type { Visit } from '../frame/visit.ts';
import { filled } from '../words.ts';

interface Props {
  readonly visit: Visit;
  readonly question: VerdictQuestion;
  readonly verdict: CountryVerdict;
  readonly text: string;
}

/** Click, delivery, how they agree, and what follows. The countries are one picture with one sentence; what follows is text. */
export function Picture({ visit, question, verdict, text }: Props) {
  const words = visit.words.site.scheme;
  const { formats } = visit;
  const click = formats.country(question.clickCountry);
  const delivery = formats.country(question.deliveryCountry);
  const agreement = agreementOf(visit, question);
  const outcome = outcomeOf(verdict);
  return (
    <div className={`picture ${outcome}`}>
      <div className="countries" role="img" aria-label={filled(words.picture, { click, delivery, verdict: agreement })}>
        <Country label={words.pictureClick} name={click} />
        <span className="joint">
          <Sign question={question} />
          <span>{agreement}</span>
        </span>
        <Country label={words.pictureDelivery} name={delivery} />
      </div>
      <p className="verdict">
        <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
          <path d={MARKS[outcome]} />
        </svg>
        <span>{text}</span>
      </p>
    </div>
  );
}

/** Paid, not paid, or not said. */
function outcomeOf({ status }: CountryVerdict): keyof typeof MARKS {
  if (status === 'approved') return 'paid';
  return status === 'unresolved' ? 'open' : 'unpaid';
}

const MARKS = {
  paid: 'M8 21l8 8 16-17',
  unpaid: 'M10 10l20 20m0-20L10 30',
  open: 'M13 14a7 7 0 1 1 10 6.300c-2 1-3 2.500-3 5.200M20 32v.5',
} as const;

function Country({ label, name }: { readonly label: string; readonly name: string }) {
  return (
    <span className="country">
      <span className="label">{label}</span>
      <span className="name">{name}</span>
    </span>
  );
}

/** Equal, unequal, or a question mark where the click's country is hidden. */
function Sign({ question }: { readonly question: VerdictQuestion }) {
  const isSame = question.clickCountry === question.deliveryCountry;
  const lines = isSame ? 'M12 16h16M12 24h16' : 'M12 16h16M12 24h16M26 10l-12 20';
  return (
    <svg viewBox="0 0 40 40" width="40" height="40" aria-hidden="true">
      <circle cx="20" cy="20" r="18" />
      <path d={question.anonymizer === 'yes' ? MARKS.open : lines} />
    </svg>
  );
}

function agreementOf(visit: Visit, question: VerdictQuestion): string {
  const words = visit.words.site.scheme;
  if (question.anonymizer === 'yes') return words.hidden;
  return question.clickCountry === question.deliveryCountry ? words.same : words.different;
}
