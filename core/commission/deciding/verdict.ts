import type { Decimal } from '../../money/decimal.ts';
import type { CompiledNote, CompiledRule, PayingOutcome, Refusal } from '../compiling/compile.ts';
import { holds } from '../compiling/conditions.ts';
import type { Situation } from '../compiling/situation.ts';
import type { LineFacts } from '../facts/facts.ts';

/** A line after the rules: refused by one, or on its way from amount to commission. */
export type JudgedLine = Refusal | PricedLine;

/**
 * What the rules say about a line that they price, and then, in minor units, what becomes of its amount. One record, because every line
 * of a stream of orders needs one. The amounts stay zero while the line is not alive.
 */
export interface PricedLine {
  readonly priced: true;
  /** The rule, with status and reason once the line is confirmed, if nothing else befalls it. */
  readonly by: PayingOutcome;
  /** `null` when the reward is fixed only. */
  readonly percent: Decimal | null;
  /** The remarks of the terms on such a line. */
  readonly remarks: readonly string[];
  /** Neither declined nor taken back, so it takes part in caps. */
  alive: boolean;
  /** A rate that this line needs is not known. */
  missingRate: boolean;
  /** The line's amount less what was refunded. */
  kept: Decimal;
  /** In the order's currency, rounded, before any cap. */
  uncapped: bigint;
  /** In the order's currency, after the caps of line and order. */
  share: bigint;
  /** In the accrual currency, after all caps. */
  earned: bigint;
  /** A cap lowered it. */
  capped: boolean;
}

/** No rule hits: the terms say nothing about such a line, and nothing is guessed. */
export const notStated: Refusal = { priced: false, status: 'unresolved', reason: 'TERMS_NOT_STATED', rule: null };

/** The first rule that hits decides; the situation looks at the line. */
export function judgeLine(
  rules: readonly CompiledRule[],
  notes: readonly CompiledNote[],
  situation: Situation,
): JudgedLine {
  const { flags } = situation;
  for (const rule of rules) {
    // The flags of `holds`, without its call: most rules end here.
    if ((flags & rule.flags) !== rule.flags || (rule.rest !== null && !rule.rest(situation))) continue;
    const { outcome } = rule;
    if (outcome.kind === 'refuse') return outcome.verdict;
    const { percent: read } = outcome.reward;
    const percent = read === null ? null : read(situation);
    if (typeof percent === 'string')
      return { priced: false, status: 'unresolved', reason: percent, rule: outcome.rule };
    return openPrice(outcome, percent, remarksOn(notes, situation), situation.line);
  }
  return notStated;
}

function openPrice(
  by: PayingOutcome,
  percent: Decimal | null,
  remarks: readonly string[],
  { amount }: LineFacts,
): PricedLine {
  return {
    priced: true,
    by,
    percent,
    remarks,
    alive: false,
    missingRate: false,
    kept: amount,
    uncapped: 0n,
    share: 0n,
    earned: 0n,
    capped: false,
  };
}

const noRemarks: readonly string[] = [];

function remarksOn(notes: readonly CompiledNote[], situation: Situation): readonly string[] {
  const { flags } = situation;
  let remarks: string[] | null = null;
  for (const note of notes) {
    if ((flags & note.flags) !== note.flags || !holds(note, situation)) continue;
    if (remarks === null) remarks = [note.note];
    else if (!remarks.includes(note.note)) remarks.push(note.note);
  }
  return remarks ?? noRemarks;
}
