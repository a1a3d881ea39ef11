import { attribute } from '../../attribution/index.ts';
import { orderState } from '../../lifecycle/index.ts';
import { type Money, zeroMoney } from '../../money/money.ts';
import { type CompiledTerms, type CompiledVersion, type Refusal, versionAt } from '../compiling/compile.ts';
import { focus, readOrderFlags, situationOf } from '../compiling/situation.ts';
import type { Decision, LineDecision } from '../decision.ts';
import { ENGINE_VERSION } from '../engine-version.ts';
import type { LineFacts, OrderFacts } from '../facts/facts.ts';
import { traceDecision, traceRefusal } from '../telling/trace.ts';
import type { Deliberation, Opening, Unowned } from './deliberation.ts';
import { readHistory } from './history.ts';
import { lineDecision } from './line-decision.ts';
import { orderMoney, priceLines } from './prices.ts';
import { type JudgedLine, judgeLine, notStated } from './verdict.ts';

export interface DecideOptions {
  /** Record every rule that was tried, with its facts and the arithmetic. Makes a stream half as fast. */
  readonly trace: boolean;
}

/**
 * Decides what one order earns: version at order time, attribution, violations, rules per line, rounding, caps, conversion, receipt and
 * what happened since (T table 11, R-2 … R-5). Deterministic: the same terms, facts and engine version give the same decision for ever
 * (I-29, R-8), and the order in which clicks and events are listed changes nothing (I-27).
 *
 * @throws when the order's currency is not one of the program's, or the facts belong to another program: `factsProblem` says so first.
 */
export function decide(compiled: CompiledTerms, facts: OrderFacts, options: DecideOptions): Decision {
  const version = versionAt(compiled, facts.orderedAt);
  if (version === null) return undecided(facts, options);
  const history = readHistory(facts);
  const plan = version.plans.get(facts.currency);
  if (plan === undefined) throw new Error(`program ${facts.program} takes no orders in ${facts.currency}`);
  const coupon = facts.coupon === null ? null : facts.coupon.adSpace;
  const attribution = attribute(facts, coupon, version.attribution);
  if (!attribution.owned) return decideUnowned({ facts, history, version, plan, attribution }, options);
  const situation = situationOf(history, facts, attribution);
  const regime = regimeOf(version, facts.deliveryCountry);
  const found: Deliberation = {
    facts,
    history,
    version,
    plan,
    attribution,
    situation,
    regime,
    money: null,
    judged: noneJudged,
    approvals: null,
  };
  return deliberate(found, options);
}

function deliberate(found: Deliberation, options: DecideOptions): Decision {
  const { history, situation, version } = found;
  readOrderFlags(situation, version.agree);
  found.judged = judgeLines(found, history.lines);
  const before = history.atApproval;
  // Rates are looked up only where something is priced, now or at approval.
  if (before !== null || found.judged.some(isPriced)) found.money = orderMoney(found.facts, version, found.plan);
  priceLines(found, history, found.judged);
  if (before !== null) {
    found.approvals = judgeLines(found, before.lines);
    priceLines(found, before, found.approvals);
  }
  const lines = history.lines.map((_, index) => lineDecision(found, index));
  return conclude(found, lines, options.trace ? traceDecision(found, lines) : null);
}

function isPriced({ priced }: JudgedLine): boolean {
  return priced;
}

const noneJudged: readonly JudgedLine[] = [];

function judgeLines({ situation, regime, version }: Deliberation, lines: readonly LineFacts[]): JudgedLine[] {
  const rules = regime === null ? version.outside : regime.rules;
  return lines.map((line) => {
    focus(situation, line);
    return judgeLine(rules, version.notes, situation);
  });
}

function regimeOf(version: CompiledVersion, country: string | null): CompiledVersion['regimes'][number] | null {
  for (const regime of version.regimes) if (regime.holds(country)) return regime;
  return null;
}

function conclude(
  { facts, version, attribution, situation, regime, judged }: Deliberation,
  lines: LineDecision[],
  trace: string | null,
): Decision {
  const status = orderState(lines);
  const owned = status !== 'not_attributed';
  return {
    orderId: facts.orderId,
    program: facts.program,
    termsVersion: version.id,
    engineVersion: ENGINE_VERSION,
    status,
    commission: commissionOf(lines, version.accrualZero),
    capped: judged.some(isCapped),
    click: owned ? attribution.click : null,
    adSpaceId: owned && situation.adSpace !== null ? situation.adSpace.id : null,
    regime: regime === null ? null : regime.name,
    lines,
    trace,
  };
}

function commissionOf(lines: readonly LineDecision[], zero: Money): Money {
  const [first] = lines;
  if (lines.length === 1 && first !== undefined) return first.commission;
  let { minor } = zero;
  for (const { commission } of lines) minor += commission.minor;
  return { minor, currency: zero.currency };
}

function isCapped(line: JudgedLine): boolean {
  return line.priced && line.capped;
}

/** No click or coupon owns the order: every line says so, and nothing else is asked (step 1 of the decision order). */
function decideUnowned(opening: Opening<Unowned>, options: DecideOptions): Decision {
  const { facts, history, version, plan, attribution } = opening;
  const verdict: Refusal = { priced: false, status: 'not_attributed', reason: attribution.reason, rule: null };
  const lines = history.lines.map(({ lineId }) => refusedLine(lineId, verdict, plan.zero, version.accrualZero));
  const decision = bareDecision(facts, { id: version.id, zero: version.accrualZero }, 'not_attributed', lines);
  return options.trace ? { ...decision, trace: traceRefusal({ facts, history, version }, lines) } : decision;
}

/** The terms state no version for the order time: unresolved, and people decide. */
function undecided(facts: OrderFacts, options: DecideOptions): Decision {
  const history = readHistory(facts);
  const zero = zeroMoney(facts.currency);
  const lines = history.lines.map(({ lineId }) => refusedLine(lineId, notStated, zero, zero));
  const decision = bareDecision(facts, { id: null, zero }, 'unresolved', lines);
  return options.trace ? { ...decision, trace: traceRefusal({ facts, history, version: null }, lines) } : decision;
}

function bareDecision(
  facts: OrderFacts,
  version: { readonly id: string | null; readonly zero: Money },
  status: Decision['status'],
  lines: readonly LineDecision[],
): Decision {
  return {
    orderId: facts.orderId,
    program: facts.program,
    termsVersion: version.id,
    engineVersion: ENGINE_VERSION,
    status,
    commission: version.zero,
    capped: false,
    click: null,
    adSpaceId: null,
    regime: null,
    lines,
    trace: null,
  };
}

function refusedLine(lineId: string, verdict: Refusal, orderZero: Money, accrualZero: Money): LineDecision {
  return {
    lineId,
    status: verdict.status,
    reason: verdict.reason,
    notes: [],
    rule: verdict.rule,
    rate: null,
    orderCommission: orderZero,
    cappedCommission: orderZero,
    commission: accrualZero,
    approved: null,
  };
}
