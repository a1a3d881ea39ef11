/** A line of a rule as the terms write it. */
export interface RuleLine {
  readonly text: string;
  /** The one that priced the line of the order. */
  readonly isMeant: boolean;
}

const GAP: RuleLine = { text: '    …', isMeant: false };
/** Up to here a rule is shown whole. */
const LINES_SHOWN_MAX = 6;

/** A rule with the line marked that a category led to; of a long table only its head, that line and its end. */
export function ruleLines(rule: string, category: string | null): readonly RuleLine[] {
  const lines = rule.split('\n');
  if (!/ by category \{$/.test(lines[0] ?? '')) return lines.map((text) => ({ text, isMeant: false }));
  const of = lines.findIndex((text) => category !== null && text.trimStart().startsWith(`${category} `));
  const last = lines.length - 1;
  const meant = of === -1 ? last : of;
  const marked = lines.map((text, place): RuleLine => ({ text, isMeant: place === meant }));
  if (lines.length <= LINES_SHOWN_MAX) return marked;
  return marked.flatMap((line, place) => {
    if (place === 0 || place === meant || place === last) return [line];
    // One sign for all lines that are left out in a row.
    return place === 1 || place === meant + 1 ? [GAP] : [];
  });
}
