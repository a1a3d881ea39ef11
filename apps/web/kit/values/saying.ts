import type { WhyAnswer } from '../../../../contract/wire/why.ts';
import type { Formats } from './format.ts';

/** How a screen writes the sentences of an answer: their amounts and percentages as everywhere on it. */
export function sayingOf(why: WhyAnswer, formats: Formats): (sentence: string) => string {
  const currencies = currenciesOf(why);
  return (sentence) => withSymbols(sentence, currencies, formats);
}

function currenciesOf({ story, commission }: WhyAnswer): ReadonlySet<string> {
  return new Set([
    story.price.currency,
    commission.currency,
    ...story.terms.caps.map(({ currency }) => currency),
    ...story.lines.flatMap(({ fixed }) => fixed.map(({ currency }) => currency)),
  ]);
}

/** `62.21 RUB` as `62.21 ₽` and `5.00 %` as the language writes it, with each of its digits; words of three capitals that are no currency stay. */
export function withSymbols(sentence: string, currencies: ReadonlySet<string>, formats: Formats): string {
  const shares = sentence.replace(/(\d+)(?:[.,](\d+))? %/g, (_, whole: string, places = '') =>
    formats.rate(places === '' ? whole : `${whole}.${places}`, String(places).length),
  );
  return shares.replace(/(\d+(?:[.,]\d+)?) ([A-Z]{3})(?!\w)/g, (text, amount: string, currency: string) =>
    currencies.has(currency) ? formats.money(amount.replace(',', '.'), currency, { exact: true }) : text,
  );
}
