import type { Position } from '../model.ts';
import { FILE_LENGTH_MAX, type Problems, quote } from '../problem.ts';

export interface Token {
  /** `word` may begin with a digit (`0f3a9c`); whether that is allowed depends on the place. `end` closes every file. */
  readonly kind: 'word' | 'text' | 'number' | 'date' | 'sign' | 'end';
  /** The word, the content of the quoted text, the digits, the date, the sign; empty at the end. */
  readonly text: string;
  readonly position: Position;
  readonly firstInLine: boolean;
  /** Number of braces around it; a brace counts as outside of what it encloses. */
  readonly depth: number;
  /** Comments on the lines before it. */
  readonly comments: readonly string[];
  /** Comment behind it on the same line; belongs to the statement that ends here. */
  readonly trailing: string[];
}

const word = /[A-Za-z_][A-Za-z0-9_]*(?:[-/.][A-Za-z0-9_]+)*/y;
const date = /\d{4}-\d{2}-\d{2}(?:T[0-9:.]*(?:Z|[+-]\d{2}:\d{2})?)?(?![A-Za-z0-9_])/y;
const digits = /-?\d[A-Za-z0-9_]*(?:[-/.][A-Za-z0-9_]+)*/y;
const number = /^-?\d+(?:\.\d+)?$/;
const text = /"(?:[^"\\\n\r]|\\["\\])*"/y;
const blank = /[ \t\r\n]+/y;
const comment = /#[^\n]*/y;
const sign = /[{}():,;%]/y;
/** Control and bidirectional characters: a reader would see something else than what is decided. */
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** Splits a file into tokens with positions. Characters that belong to none are reported and skipped. */
export function readTokens(file: string, problems: Problems): readonly Token[] {
  if (file.length > FILE_LENGTH_MAX) {
    const message = `The file has ${file.length} characters; at most ${FILE_LENGTH_MAX} are read.`;
    problems.error(
      'file_too_large',
      { line: 1, column: 1 },
      message,
      'Split the program, or move stores and products into lists.',
    );
    return [endToken({ line: 1, column: 1 }, [])];
  }
  return new Lexer(file, problems).read();
}

function endToken(position: Position, comments: readonly string[]): Token {
  return { kind: 'end', text: '', position, firstInLine: true, depth: 0, comments, trailing: [] };
}

class Lexer {
  private readonly file: string;
  private readonly problems: Problems;
  private readonly tokens: Token[] = [];
  private index = 0;
  private line = 1;
  private lineStart = 0;
  private depth = 0;
  private comments: string[] = [];

  constructor(file: string, problems: Problems) {
    // A byte order mark is no part of the text.
    this.file = file.startsWith('\ufeff') ? file.slice(1) : file;
    this.problems = problems;
  }

  read(): readonly Token[] {
    while (this.index < this.file.length) this.step();
    this.tokens.push(endToken(this.position(), this.comments));
    return this.tokens;
  }

  private step(): void {
    const space = this.match(blank);
    if (space !== null) this.skip(space);
    else if (!this.readMark() && !this.readWord()) this.refuse();
  }

  private readMark(): boolean {
    const remark = this.match(comment);
    const quoted = remark === null ? this.match(text) : null;
    const mark = remark === null && quoted === null ? this.match(sign) : null;
    if (remark !== null) this.keepComment(remark);
    else if (quoted !== null) this.addText(quoted);
    else if (mark !== null) this.addSign(mark);
    return remark !== null || quoted !== null || mark !== null;
  }

  private readWord(): boolean {
    const day = this.match(date);
    const figures = day ?? this.match(digits);
    const name = figures ?? this.match(word);
    if (name === null) return false;
    const kind = day !== null ? 'date' : figures !== null && number.test(figures) ? 'number' : 'word';
    this.add(kind, name, name);
    return true;
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.index;
    return pattern.exec(this.file)?.[0] ?? null;
  }

  private skip(space: string): void {
    for (let offset = 0; offset < space.length; offset += 1) {
      if (space[offset] === '\n') {
        this.line += 1;
        this.lineStart = this.index + offset + 1;
      }
    }
    this.index += space.length;
  }

  private keepComment(remark: string): void {
    const content = remark.slice(1).trim();
    this.refuseUnprintable(content);
    const previous = this.tokens.at(-1);
    if (previous !== undefined && previous.position.line === this.line) previous.trailing.push(content);
    else this.comments.push(content);
    this.index += remark.length;
  }

  private addText(quoted: string): void {
    const content = quoted.slice(1, -1).replaceAll(/\\(["\\])/g, '$1');
    this.refuseUnprintable(content);
    this.add('text', content, quoted);
  }

  private refuseUnprintable(content: string): void {
    if (!unprintable.test(content)) return;
    const message = `${quote(content.replaceAll(new RegExp(unprintable, 'g'), '?'))} holds a character that cannot be seen.`;
    this.problems.error('bad_character', this.position(), message, 'Type the text anew, without control characters.');
  }

  private addSign(mark: string): void {
    if (mark === '}') this.depth = Math.max(0, this.depth - 1);
    this.add('sign', mark, mark);
    if (mark === '{') this.depth += 1;
  }

  private add(kind: Token['kind'], content: string, source: string): void {
    const position = this.position();
    const firstInLine = this.tokens.at(-1)?.position.line !== this.line;
    const token = {
      kind,
      text: content,
      position,
      firstInLine,
      depth: this.depth,
      comments: this.comments,
      trailing: [],
    };
    this.tokens.push(token);
    this.comments = [];
    this.index += source.length;
  }

  private refuse(): void {
    const position = this.position();
    if (this.file[this.index] === '"') {
      const end = this.file.indexOf('\n', this.index);
      const rest = this.file.slice(this.index, end < 0 ? this.file.length : end);
      const remedy =
        'Close the text with " on the same line; write \\" for a quote and \\\\ for a backslash inside it.';
      this.problems.error('unterminated_text', position, `The text ${quote(rest)} has no end.`, remedy);
      this.index += rest.length;
      return;
    }
    const character = String.fromCodePoint(this.file.codePointAt(this.index) ?? 0);
    const shown = unprintable.test(character)
      ? `U+${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
      : quote(character);
    const remedy = 'Put ids and names with such characters into "quotes".';
    this.problems.error('bad_character', position, `${shown} cannot stand here.`, remedy);
    this.index += character.length;
  }

  private position(): Position {
    return { line: this.line, column: this.index - this.lineStart + 1 };
  }
}
