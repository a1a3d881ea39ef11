import type { Landing, ProgramRecord } from '../model.ts';

type LandingPattern = ProgramRecord['landingPatterns'][number];

/** Recognises what a page of the shop shows by the path of its address. */
export type LandingReader = (path: string) => Landing;

/** Longer paths are no product pages; and no pattern, however written, may take long on what a stranger sends. */
const PATH_LENGTH_MAX = 512;

/** An id in a path: what shops use, and short enough to be one. */
const ID = '[0-9A-Za-z_.~-]{1,64}?';

const HOME: Landing = { kind: 'home', productId: null, storeId: null, category: null, redirected: false };

/**
 * Of `*` and placeholders between two slashes: with more, the ways to divide a long segment among them are so many that one address, sent
 * on purpose, would hold up every click.
 */
const VARIABLES_MAX = 2;

/** The first pattern that fits decides; a page that fits none counts as the shop's home. Throws on a pattern that cannot be followed. */
export function landingReader(patterns: readonly LandingPattern[]): LandingReader {
  const compiled = patterns.map(({ kind, path }) => ({ kind, segments: patternSegments(path) }));
  return (path) => {
    if (path.length > PATH_LENGTH_MAX) {
      return HOME;
    }
    const parts = path.split('/');
    for (const { kind, segments } of compiled) {
      const found = fitted(segments, parts);
      if (found !== null) {
        const { product = null, store = null, category = null } = found;
        return { kind, productId: product, storeId: store, category, redirected: false };
      }
    }
    return HOME;
  };
}

/** What the placeholders stand for; `null` where the path does not fit. Each segment is looked at once: no later one calls it in question. */
function fitted(segments: readonly RegExp[], parts: readonly string[]): Readonly<Record<string, string>> | null {
  const slashesAtEnd = parts.length === segments.length + 1 && parts.at(-1) === '';
  if (parts.length !== segments.length && !slashesAtEnd) {
    return null;
  }
  const found: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const match = segment.exec(parts[index] ?? '');
    if (match === null) {
      return null;
    }
    Object.assign(found, match.groups);
  }
  return found;
}

/** `/item/{product}.html` → an expression a segment; `*` stands for any text within one, a slash at the end may be there or not. */
function patternSegments(path: string): readonly RegExp[] {
  const named = new Set<string>();
  return path.split('/').map((segment) => {
    let variables = 0;
    const source = segment.replace(/\{(\w+)\}|\*|[\\^$.|?+()[\]{}]/g, (part, name: string | undefined) => {
      if (part !== '*' && name === undefined) {
        return `\\${part}`;
      }
      variables += 1;
      if (variables > VARIABLES_MAX) {
        throw new RangeError(
          `landing pattern '${path}': expected at most ${VARIABLES_MAX} of * and placeholders between slashes`,
        );
      }
      if (name === undefined) {
        return '.*?';
      }
      if (name !== 'product' && name !== 'store' && name !== 'category') {
        throw new RangeError(`landing pattern '${path}': {${name}}; expected {product}, {store} or {category}`);
      }
      if (named.has(name)) {
        throw new RangeError(`landing pattern '${path}': {${name}} stands twice`);
      }
      named.add(name);
      return `(?<${name}>${ID})`;
    });
    return new RegExp(`^${source}$`, 's');
  });
}
