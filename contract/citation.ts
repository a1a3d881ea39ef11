/** A rule of conduct as a record cites it, in one line with what was said: kept in English, told in the reader's language. */
export interface CitedInRecord {
  readonly rule: string;
  /** `null`: it stands outside the numbered list. */
  readonly ruleNumber: number | null;
  readonly rulesVersion: number | null;
}

/** Words of one language; `contract/words/…/conduct.ts` has them. */
export interface CitationWords {
  readonly rules: Readonly<Record<string, string>>;
  readonly citation: { readonly numbered: string; readonly unnumbered: string; readonly version: string };
}

/** How a sanction is told in records of one line: with each order, and with what keeps the publisher out. */
export function citation({ rule: key, ruleNumber, rulesVersion }: CitedInRecord): string {
  const name = ruleNumber === null ? `rule ${key}` : `rule ${ruleNumber} (${key})`;
  return rulesVersion === null ? name : `${name} of version ${rulesVersion} of the rules`;
}

const CITED = /^(?:\w+: )?rule (?:(\d+) \((\w+)\)|(\w+))(?: of version (\d+) of the rules)?[.:] ([\s\S]*)$/;

/** The citation at the beginning of a recorded reason in the words of a language; any other reason as it is. */
export function citedText(reason: string, words: CitationWords): string {
  const found = CITED.exec(reason);
  if (found === null) return reason;
  const [, number, key = '', only = '', version, said = ''] = found;
  const name = words.rules[key || only] ?? (key || only);
  const fill = (text: string, values: Readonly<Record<string, string>>) =>
    text.replace(/\{\{(\w+)\}\}/g, (_, each: string) => values[each] ?? '');
  const rule = fill(number === undefined ? words.citation.unnumbered : words.citation.numbered, {
    name,
    number: number ?? '',
  });
  const cited = version === undefined ? rule : fill(words.citation.version, { rule, version });
  return `${cited}. ${said}`;
}
