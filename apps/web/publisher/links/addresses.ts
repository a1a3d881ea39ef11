/** What people paste around an address: quotes, brackets, marks of lists, separators of columns. */
const BEFORE = /^[\s"'«“„<([{•*–—-]+/u;
const AFTER = /[\s"'»”>\]},;]+$/u;
const WEB = /https?:\/\//i;
/** What no request may carry. */
const UNSENDABLE = /\0|\p{Surrogate}/gu;
/** A host without its scheme, as address bars show it. */
const BARE_HOST = /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*\.\p{L}[\p{L}\p{N}-]+(:\d+)?([/?#]|$)/u;

/**
 * The addresses in a pasted text, in its order: one a line, or several with blanks or tabs between; of lines of a table or a list, the addresses alone.
 * What is no address stays as it is, to be refused where one sees it.
 */
export function addressesIn(text: string): string[] {
  return text
    .replace(UNSENDABLE, '\uFFFD')
    .split(/[\r\n\u2028\u2029]+/)
    .flatMap((line) => addressesOfLine(line.trim()));
}

function addressesOfLine(line: string): string[] {
  if (line === '') return [];
  if (!WEB.test(line)) return withoutScheme(line);
  return line
    .split('\t')
    .filter((cell) => WEB.test(cell))
    .flatMap(addressesOfCell);
}

function addressesOfCell(cell: string): string[] {
  return cell
    .split(/(?=https?:\/\/)/i)
    .reduce<string[]>(joinInner, [])
    .filter((piece) => WEB.test(piece))
    .map((piece) => cleaned(piece));
}

/** An address inside another one (`?to=https://…`) is a part of it: only after a blank or a separator a new one begins. */
function joinInner(pieces: string[], piece: string): string[] {
  const before = pieces.at(-1);
  const isInner = before !== undefined && WEB.test(before) && !/[\s,;|"'<>]$/.test(before);
  return isInner ? [...pieces.slice(0, -1), before + piece] : [...pieces, piece];
}

function withoutScheme(line: string): string[] {
  const text = cleaned(line);
  return [BARE_HOST.test(text) ? `https://${text}` : line];
}

/** Blanks belong to an address after its question mark alone: a search for two words. */
function cleaned(piece: string): string {
  const text = piece.replace(BEFORE, '').replace(AFTER, '');
  const blank = text.search(/\s/);
  const isOfQuery = /[?#]/.test(text.slice(0, blank));
  if (blank === -1 || isOfQuery || !WEB.test(text)) return text;
  return text.slice(0, blank).replace(AFTER, '');
}
