import type { Decimal } from '../money/decimal.ts';
import type { Approval, CompiledNote, CompiledRule, Refusal } from './compile.ts';
import { holds } from './conditions.ts';
import type { CompiledReward } from './rewards.ts';
import type { Situation } from './situation.ts';

/** What the rules say about one line, before events and money. */
export type Verdict = Refusal | PricedVerdict;

export interface PricedVerdict {
  readonly priced: true;
  readonly rule: string;
  /** Status and reason once it is confirmed, if nothing else befalls it. */
  readonly approved: Approval;
  /** `null` when the reward is fixed only. */
  readonly percent: Decimal | null;
  readonly reward: CompiledReward;
  /** The remarks of the terms on such a line. */
  readonly remarks: readonly string[];
}

/** No rule hits: the terms say nothing about such a line, and nothing is guessed. */
export const notStated: Refusal = { priced: false, status: 'unresolved', reason: 'TERMS_NOT_STATED', rule: null };

/** The first rule that hits decides; the situation looks at the line. */
export function judgeLine(
  rules: readonly CompiledRule[],
  notes: readonly CompiledNote[],
  situation: Situation,
): Verdict {
  const { yes, no } = situation;
  for (const rule of rules) {
    const { guard } = rule;
    // The flags of `holds`, without its call: most rules end here.
    if ((yes & guard.yes) !== guard.yes || (no & guard.no) !== guard.no) continue;
    if (!holds(guard, situation)) continue;
    const { outcome } = rule;
    if (outcome.kind === 'refuse') return outcome.verdict;
    const { approved, reward } = outcome;
    const percent = reward.percent === null ? null : reward.percent(situation);
    if (typeof percent === 'string') return { priced: false, status: 'unresolved', reason: percent, rule: rule.name };
    return { priced: true, rule: rule.name, approved, percent, reward, remarks: remarksOn(notes, situation) };
  }
  return notStated;
}

const noRemarks: readonly string[] = [];

function remarksOn(notes: readonly CompiledNote[], situation: Situation): readonly string[] {
  const { yes, no } = situation;
  let remarks: string[] | null = null;
  for (const { note, guard } of notes) {
    if ((yes & guard.yes) !== guard.yes || (no & guard.no) !== guard.no || !holds(guard, situation)) continue;
    if (remarks === null) remarks = [note];
    else if (!remarks.includes(note)) remarks.push(note);
  }
  return remarks ?? noRemarks;
}
