import type { BodyStatement, TermsDocument, TopStatement, VersionStatement } from '../document.ts';
import { BODY_STATEMENTS_MAX, type Problems, RULES_MAX, VERSIONS_MAX } from '../problem.ts';
import { Cursor, Unreadable } from './cursor.ts';
import { readTokens } from './lexer.ts';
import { readBody } from './read-body.ts';
import { readTop } from './read-top.ts';
import { bodyKeywords, topKeywords } from './vocabulary.ts';

/** Reads the statements of a file; what cannot be read is reported and left out. */
export function readStatements(file: string, problems: Problems): TermsDocument {
  return new DocumentReader(new Cursor(readTokens(file, problems), problems)).read();
}

class DocumentReader {
  private readonly cursor: Cursor;
  private rules = 0;
  private statements = 0;
  private versions = 0;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  read(): TermsDocument {
    const statements: TopStatement[] = [];
    while (this.cursor.token.kind !== 'end' && !this.cursor.problems.full) {
      const statement = this.readStatement();
      if (statement !== null) statements.push(statement);
    }
    return { statements, comments: this.cursor.token.comments };
  }

  private readStatement(): TopStatement | null {
    const { place, position } = this.cursor;
    try {
      if (this.cursor.isWord('version')) return this.readVersion();
      const content = readTop(this.cursor);
      return { ...content, position, comments: this.cursor.commentsSince(place) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.skip(place, 0, topKeywords);
      return null;
    }
  }

  private readVersion(): VersionStatement {
    const { cursor } = this;
    const { place, position } = cursor;
    const depth = cursor.token.depth;
    cursor.advance();
    this.versions += 1;
    if (this.versions > VERSIONS_MAX) {
      cursor.fail('too_many_versions', position, `More than ${VERSIONS_MAX} versions.`, 'Begin a new program.');
    }
    const id = cursor.name('the name of the version');
    const { from, until } = cursor.interval(`Version ${id}`);
    const base = cursor.accept('as') ? cursor.name('the version it repeats') : null;
    const head = { kind: 'version', id, from, until, base, position } as const;
    if (base !== null && !cursor.accept('except')) {
      return { ...head, comments: cursor.commentsSince(place), body: [], closing: [] };
    }
    cursor.expectSign('{', 'Put the statements of a version in braces; after "as NAME except" too.');
    const comments = cursor.commentsSince(place);
    const body = this.readStatements(depth + 1);
    const end = cursor.token;
    cursor.acceptSign('}');
    return { ...head, comments: [...comments, ...end.trailing], body, closing: end.comments };
  }

  /** Up to the closing brace, which is left to the caller; a missing one is reported. */
  private readStatements(depth: number): BodyStatement[] {
    const { cursor } = this;
    const body: BodyStatement[] = [];
    while (!cursor.isSign('}')) {
      if (cursor.token.kind === 'end' || this.isTopStatement() || cursor.problems.full) {
        const remedy = 'Close the version with "}" before the next one begins.';
        cursor.problems.error('unexpected_text', cursor.position, 'The version above is not closed.', remedy);
        break;
      }
      const statement = this.readBodyStatement(depth);
      if (statement !== null) body.push(statement);
    }
    return body;
  }

  private readBodyStatement(depth: number): BodyStatement | null {
    const { cursor } = this;
    const { place, position } = cursor;
    try {
      this.countStatement();
      const content = readBody(cursor);
      return { ...content, position, comments: cursor.commentsSince(place) };
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.skip(place, depth, bodyKeywords);
      return null;
    }
  }

  /** What exceeds a bound is read but not kept for long: the file is refused. */
  private countStatement(): void {
    const { position } = this.cursor;
    const remedy = 'Use lists of stores and products, rates by category, or the rates of the catalogue.';
    this.statements += 1;
    if (this.cursor.isWord('rule')) this.rules += 1;
    if (this.rules > RULES_MAX) this.cursor.fail('too_many_rules', position, `More than ${RULES_MAX} rules.`, remedy);
    if (this.statements > BODY_STATEMENTS_MAX) {
      const message = `More than ${BODY_STATEMENTS_MAX} statements in versions.`;
      this.cursor.fail('too_many_statements', position, message, remedy);
    }
  }

  /** A statement of the file at the start of a line: whatever is open was not meant to reach here. */
  private isTopStatement(): boolean {
    const { kind, text, position } = this.cursor.token;
    return kind === 'word' && position.column === 1 && topKeywords.some((keyword) => keyword === text);
  }

  /** To the next line that begins a statement of this depth, or to the end of the block around it. */
  private skip(place: number, depth: number, keywords: readonly string[]): void {
    const { cursor } = this;
    if (cursor.place === place) cursor.advance();
    for (; cursor.token.kind !== 'end'; cursor.advance()) {
      const { token } = cursor;
      if (this.isTopStatement()) return;
      if (token.depth < depth) return;
      if (token.depth === depth && token.firstInLine && token.kind === 'word' && keywords.includes(token.text)) return;
    }
  }
}
