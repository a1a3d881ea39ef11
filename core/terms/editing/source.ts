import type { BodyStatement, TermsDocument, TopStatement, VersionStatement } from '../document.ts';
import type { Position } from '../model.ts';
import { Problems } from '../problem.ts';
import { readTokens, type Token } from '../reading/lexer.ts';
import { readStatements } from '../reading/read-document.ts';

/** A piece of the text: from the first character to behind the last. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface PlacedToken extends Token, Span {}

/** A text with its statements and where in it each of them stands. */
export interface TermsSource {
  readonly text: string;
  readonly document: TermsDocument;
  readonly tokens: readonly PlacedToken[];
}

/** Statements that cannot be read are not among those of the source. */
export function readSource(text: string): TermsSource {
  const problems = new Problems();
  const document = readStatements(text, problems);
  const lines = lineStarts(text);
  const tokens = readTokens(text, new Problems())
    .filter(({ kind }) => kind !== 'end')
    .map((token): PlacedToken => {
      const start = offsetOf(lines, token.position);
      return { ...token, start, end: endOf(text, token, start) };
    });
  return { text, document, tokens };
}

export function versionNamed({ document }: TermsSource, id: string): VersionStatement | null {
  return (
    document.statements.find((each): each is VersionStatement => each.kind === 'version' && each.id === id) ?? null
  );
}

/** The tokens of a statement: from its first word to before the next statement, or the brace that closes what is around it. */
export function tokensOf(source: TermsSource, statement: TopStatement | BodyStatement): readonly PlacedToken[] {
  const first = indexAt(source, statement.position);
  const depth = source.tokens[first]?.depth ?? 0;
  const starts = new Set(startsOf(source.document).map(keyOfPosition));
  const own: PlacedToken[] = [];
  for (const token of source.tokens.slice(first)) {
    const isNext = own.length > 0 && token.depth <= depth && starts.has(keyOfPosition(token.position));
    if (isNext || token.depth < depth) break;
    own.push(token);
    if (token.text === '}' && token.kind === 'sign' && token.depth === depth && statement.kind === 'version') break;
  }
  return own;
}

export function spanOf(source: TermsSource, statement: TopStatement | BodyStatement): Span {
  const tokens = tokensOf(source, statement);
  const start = tokens[0]?.start ?? source.text.length;
  return { start, end: tokens.at(-1)?.end ?? start };
}

export function replaced(text: string, { start, end }: Span, by: string): string {
  return `${text.slice(0, start)}${by}${text.slice(end)}`;
}

/** Blanks at the beginning of the line on which this stands. */
export function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}

function startsOf(document: TermsDocument): Position[] {
  return document.statements.flatMap((statement) => [
    statement.position,
    ...(statement.kind === 'version' ? statement.body.map((part) => part.position) : []),
  ]);
}

function indexAt({ tokens }: TermsSource, position: Position): number {
  const index = tokens.findIndex((token) => keyOfPosition(token.position) === keyOfPosition(position));
  return index < 0 ? tokens.length : index;
}

function keyOfPosition({ line, column }: Position): string {
  return `${line}:${column}`;
}

/** The lexer leaves out a byte order mark: its columns count from behind it. */
function lineStarts(text: string): number[] {
  const starts = [text.startsWith('\ufeff') ? 1 : 0];
  for (let index = text.indexOf('\n'); index >= 0; index = text.indexOf('\n', index + 1)) starts.push(index + 1);
  return starts;
}

function offsetOf(lines: readonly number[], { line, column }: Position): number {
  return (lines[line - 1] ?? 0) + column - 1;
}

const quoted = /"(?:[^"\\\n\r]|\\["\\])*"/y;

function endOf(text: string, token: Token, start: number): number {
  if (token.kind !== 'text') return start + token.text.length;
  quoted.lastIndex = start;
  return start + (quoted.exec(text)?.[0].length ?? 0);
}
