import { type Attribution, attribute } from '../attribution/index.ts';
import { orderState } from '../lifecycle/index.ts';
import type { Money } from '../money/money.ts';
import { zeroMoney } from '../money/money.ts';
import { type CompiledTerms, type CompiledVersion, type CurrencyPlan, type Refusal, versionAt } from './compile.ts';
import type { Decision, DecisionTrace, LineDecision } from './decision.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { OrderFacts } from './facts.ts';
import { type OrderHistory, readHistory, type Stage } from './history.ts';
import { lineDecision } from './line-decision.ts';
import { type LinePrice, type OrderMoney, orderMoney, priceLines } from './prices.ts';
import type { Situation } from './situation.ts';
import { traceDecision } from './trace.ts';
import { judgeLine, notStated, type Verdict } from './verdict.ts';

export interface DecideOptions {
  /** Record every rule that was tried, with its facts and the arithmetic. Costs about three times as much. */
  readonly trace: boolean;
}

/** Everything that was found on the way to one decision; the trace is told from it. */
export interface Deliberation {
  readonly compiled: CompiledTerms;
  readonly facts: OrderFacts;
  readonly history: OrderHistory;
  readonly version: CompiledVersion | null;
  readonly attribution: Attribution | null;
  readonly situation: Situation | null;
  readonly regime: string | null;
  readonly verdicts: readonly Verdict[];
  readonly money: OrderMoney | null;
  readonly prices: readonly LinePrice[];
}

/**
 * Decides what one order earns: version at order time, attribution, violations, rules per line, rounding, caps, conversion, receipt and
 * what happened since (T table 11, R-2 … R-5). Deterministic: the same terms, facts and engine version give the same decision for ever
 * (I-29, R-8), and the order in which clicks and events are listed changes nothing (I-27).
 *
 * @throws when the order's currency is not one of the program's, or the facts belong to another program: `factsProblem` says so first.
 */
export function decide(compiled: CompiledTerms, facts: OrderFacts, options: DecideOptions): Decision {
  const history = readHistory(facts);
  const version = versionAt(compiled, facts.orderedAt);
  if (version === null) return undecided(compiled, facts, history, options);
  const plan = version.plans.get(facts.currency);
  if (plan === undefined) throw new Error(`program ${facts.program} takes no orders in ${facts.currency}`);
  const attribution = attribute(
    { orderedAt: facts.orderedAt, clicks: facts.clicks, couponAdSpace: facts.coupon?.adSpace ?? null },
    version.attribution,
  );
  const opening = { compiled, facts, history, version, plan };
  return attribution.owned
    ? decideOwned({ ...opening, attribution }, options)
    : decideUnowned({ ...opening, attribution }, options);
}

type Owned = Attribution & { readonly owned: true };
type Unowned = Attribution & { readonly owned: false };

interface Opening<A extends Attribution> {
  readonly compiled: CompiledTerms;
  readonly facts: OrderFacts;
  readonly history: OrderHistory;
  readonly version: CompiledVersion;
  readonly plan: CurrencyPlan;
  readonly attribution: A;
}

function decideOwned(opening: Opening<Owned>, options: DecideOptions): Decision {
  const { compiled, facts, history, version, plan, attribution } = opening;
  const situation = situationOf(facts, history.now, attribution);
  const regime = regimeOf(version, facts.deliveryCountry);
  const rules = regime === null ? version.outside : regime.rules;
  const verdicts = judgeLines(rules, situation, history.now);
  const money = orderMoney(facts, version, plan);
  const task = { facts, version, plan, money };
  const prices = priceLines(task, history.now, verdicts);
  const approvals =
    history.atApproval === null
      ? null
      : priceLines(task, history.atApproval, judgeLines(rules, situation, history.atApproval));
  const lines = lineDecisions({ opening, situation, verdicts, prices, approvals });
  const name = regime === null ? null : regime.name;
  const deliberation = options.trace
    ? { compiled, facts, history, version, attribution, situation, regime: name, verdicts, money, prices }
    : null;
  return conclude(opening, { lines, situation, regime: name, deliberation });
}

interface LineWork {
  readonly opening: Opening<Owned>;
  readonly situation: Situation;
  readonly verdicts: readonly Verdict[];
  readonly prices: readonly LinePrice[];
  /** Prices when receipt was confirmed, in the order of the lines; lines added since have none. */
  readonly approvals: readonly LinePrice[] | null;
}

function lineDecisions({ opening, situation, verdicts, prices, approvals }: LineWork): LineDecision[] {
  const { history, plan, version } = opening;
  const decisions: LineDecision[] = [];
  for (let index = 0; index < verdicts.length; index += 1) {
    const line = history.now.lines[index];
    const state = history.now.histories[index];
    const verdict = verdicts[index];
    const price = prices[index];
    if (line === undefined || state === undefined || verdict === undefined || price === undefined) break;
    situation.line = line;
    const approval = approvals === null ? null : (approvals[index] ?? null);
    decisions.push(lineDecision({ line, history: state, verdict, price, approval, plan, version, situation }));
  }
  return decisions;
}

function judgeLines(rules: Parameters<typeof judgeLine>[0], situation: Situation, stage: Stage): Verdict[] {
  const verdicts: Verdict[] = [];
  for (const line of stage.lines) {
    situation.line = line;
    verdicts.push(judgeLine(rules, situation));
  }
  return verdicts;
}

const noLine = {
  lineId: '',
  productId: null,
  storeId: null,
  sellerCountry: null,
  category: null,
  amount: { digits: 0n, scale: 0 },
  quantity: 0,
  affiliate: null,
  hot: null,
  virtual: null,
  hidden: null,
  sellerRate: null,
  hotRate: null,
};

function situationOf(facts: OrderFacts, stage: Stage, attribution: Owned): Situation {
  const click = attribution.click === null ? null : (facts.clicks[attribution.click] ?? null);
  const adSpace = attribution.by === 'coupon' ? (facts.coupon?.adSpace ?? null) : (click?.adSpace ?? null);
  return { facts, lines: stage.lines, click, adSpace, line: stage.lines[0] ?? noLine };
}

function regimeOf(version: CompiledVersion, country: string | null): CompiledVersion['regimes'][number] | null {
  for (const regime of version.regimes) if (regime.holds(country)) return regime;
  return null;
}

interface Outcome {
  readonly lines: readonly LineDecision[];
  readonly situation: Situation;
  readonly regime: string | null;
  readonly deliberation: Deliberation | null;
}

function conclude(opening: Opening<Owned>, { lines, situation, regime, deliberation }: Outcome): Decision {
  const { facts, version, attribution } = opening;
  const status = orderStatus(lines);
  const owner = status === 'not_attributed' ? null : attribution;
  let minor = 0n;
  let capped = false;
  for (const line of lines) {
    minor += line.commission.minor;
    if (line.notes.includes('CAPPED')) capped = true;
  }
  return {
    orderId: facts.orderId,
    program: facts.program,
    termsVersion: version.id,
    engineVersion: ENGINE_VERSION,
    status,
    commission: { minor, currency: version.accrualCurrency },
    capped,
    click: owner === null ? null : owner.click,
    adSpaceId: owner === null || situation.adSpace === null ? null : situation.adSpace.id,
    regime,
    lines,
    trace: deliberation === null ? null : traceDecision(deliberation, lines),
  };
}

function orderStatus(lines: readonly LineDecision[]): Decision['status'] {
  const [only] = lines;
  return lines.length === 1 && only !== undefined ? only.status : orderState(lines.map(({ status }) => status));
}

/** No click or coupon owns the order: every line says so, and nothing else is asked (step 1 of the decision order). */
function decideUnowned(opening: Opening<Unowned>, options: DecideOptions): Decision {
  const { compiled, facts, history, version, plan, attribution } = opening;
  const verdict: Refusal = { priced: false, status: 'not_attributed', reason: attribution.reason, rule: null };
  const lines = history.now.lines.map(({ lineId }) => refusedLine(lineId, verdict, plan.zero, version.accrualZero));
  const base = bareDecision(facts, { id: version.id, zero: version.accrualZero }, 'not_attributed', lines);
  if (!options.trace) return base;
  return { ...base, trace: bareTrace({ compiled, facts, history, version, attribution, verdict }, lines) };
}

/** The terms state no version for the order time: unresolved, and people decide. */
function undecided(
  compiled: CompiledTerms,
  facts: OrderFacts,
  history: OrderHistory,
  options: DecideOptions,
): Decision {
  const zero = zeroMoney(facts.currency);
  const lines = history.now.lines.map(({ lineId }) => refusedLine(lineId, notStated, zero, zero));
  const base = bareDecision(facts, { id: null, zero }, 'unresolved', lines);
  if (!options.trace) return base;
  return {
    ...base,
    trace: bareTrace({ compiled, facts, history, version: null, attribution: null, verdict: notStated }, lines),
  };
}

function bareTrace(
  found: Pick<Deliberation, 'compiled' | 'facts' | 'history' | 'version' | 'attribution'> & {
    readonly verdict: Refusal;
  },
  lines: readonly LineDecision[],
): DecisionTrace {
  const { verdict, ...rest } = found;
  return traceDecision(
    { ...rest, situation: null, regime: null, verdicts: lines.map(() => verdict), money: null, prices: [] },
    lines,
  );
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
