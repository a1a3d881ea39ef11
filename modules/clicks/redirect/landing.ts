import type { Landing, ProgramRecord } from '../model.ts';

type LandingPattern = ProgramRecord['landingPatterns'][number];

/** Recognises what a page of the shop shows by the path of its address. */
export type LandingReader = (path: string) => Landing;

/** Longer paths are no product pages; and no pattern, however written, may take long on what a stranger sends. */
const PATH_LENGTH_MAX = 512;

/** An id in a path: what shops use, and short enough to be one. */
const ID = '[0-9A-Za-z_.~-]{1,64}?';

const HOME: Landing = { kind: 'home', productId: null, storeId: null, category: null, redirected: false };

/** The first pattern that fits decides; a page that fits none counts as the shop's home. Throws on a placeholder it does not know. */
export function landingReader(patterns: readonly LandingPattern[]): LandingReader {
  const compiled = patterns.map(({ kind, path }) => ({ kind, expression: patternExpression(path) }));
  return (path) => {
    if (path.length > PATH_LENGTH_MAX) {
      return HOME;
    }
    for (const { kind, expression } of compiled) {
      const match = expression.exec(path);
      if (match !== null) {
        const { product = null, store = null, category = null } = match.groups ?? {};
        return { kind, productId: product, storeId: store, category, redirected: false };
      }
    }
    return HOME;
  };
}

/** `/item/{product}.html` → an expression; `*` stands for any text within one segment, a slash at the end may be there or not. */
function patternExpression(path: string): RegExp {
  const source = path.replace(/\{(\w+)\}|\*|[\\^$.|?+()[\]{}]/g, (part, name: string | undefined) => {
    if (part === '*') {
      return '[^/]*?';
    }
    if (name === undefined) {
      return `\\${part}`;
    }
    if (name !== 'product' && name !== 'store' && name !== 'category') {
      throw new RangeError(`landing pattern '${path}': {${name}}; expected {product}, {store} or {category}`);
    }
    return `(?<${name}>${ID})`;
  });
  return new RegExp(`^${source}/?$`);
}
