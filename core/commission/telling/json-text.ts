/** No control character, quote, backslash or half of a pair of code units: what JSON writes as it stands. */
const plain = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;

/** A text as JSON, as `JSON.stringify` writes it, but several times as fast for the texts that nearly all are. */
export function quoted(text: string): string {
  return plain.test(text) ? `"${text}"` : JSON.stringify(text);
}

export function quotedOrNull(text: string | null): string {
  return text === null ? 'null' : quoted(text);
}

/** A list of texts as JSON. */
export function quotedList(texts: readonly string[]): string {
  if (texts.length === 0) return '[]';
  let joined = '';
  for (const text of texts) joined += joined === '' ? quoted(text) : `,${quoted(text)}`;
  return `[${joined}]`;
}
