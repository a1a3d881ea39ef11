/** How recorded English is said in a language: the first pattern that fits, with its parts in the places `$1`, `$2`. */
export type Phrases = readonly (readonly [pattern: RegExp, said: string])[];

/** The text in the language of the phrases; what none of them knows stays as it is. */
export function inPhrases(phrases: Phrases, text: string): string {
  const found = phrases.find(([pattern]) => pattern.test(text));
  return found === undefined ? text : text.replace(...found);
}
