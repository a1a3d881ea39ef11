/** What a placeholder may stand for. */
const PLACEHOLDERS: ReadonlySet<string> = new Set(['{product}', '{store}', '{category}']);
/** Of `*` and placeholders between two slashes, as edges read them. */
const VARIABLES_MAX = 2;

/**
 * Whether edges can follow a pattern of landing pages such as `/item/{product}.html`. One that they cannot follow would take all links of
 * the program out of use, so it is refused where it is written.
 */
export function isLandingPattern(path: string): boolean {
  const named = path.match(/\{[^}]*\}/g) ?? [];
  return (
    path.startsWith('/') &&
    new Set(named).size === named.length &&
    named.every((name) => PLACEHOLDERS.has(name)) &&
    path.split('/').every((segment) => (segment.match(/\{[^}]*\}|\*/g) ?? []).length <= VARIABLES_MAX)
  );
}
