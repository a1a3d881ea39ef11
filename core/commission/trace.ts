import { clickStanding } from '../attribution/index.ts';
import { formatCanonical, formatDecimal } from '../money/decimal.ts';
import { formatMinor } from '../money/money.ts';
import { formatInstant } from '../time/index.ts';
import { arithmeticOf } from './arithmetic.ts';
import type { CompiledRule, CompiledVersion } from './compile.ts';
import { holds } from './conditions.ts';
import type { DecisionTrace, LineDecision, TraceStep } from './decision.ts';
import type { Deliberation } from './deliberation.ts';
import type { ClickFacts, OrderEventFacts, OrderFacts } from './facts.ts';
import type { OrderHistory } from './history.ts';
import { focus, type Situation } from './situation.ts';

type LineTrace = DecisionTrace['lines'][number];

/** Tells the whole way to a decision from what was found on it. */
export function traceDecision(found: Deliberation, lines: readonly LineDecision[]): DecisionTrace {
  return {
    attribution: [
      versionStep(found),
      ...clickSteps(found, found.attribution.click),
      ...couponSteps(found),
      ...regimeSteps(found),
    ],
    lines: lines.map((line, index) => lineTrace(found, line, index)),
    order: [...found.history.events.map(eventText), ...capTexts(found), statusText(lines)],
  };
}

/** The trace of an order that was refused before its lines were looked at: no version, or nobody owns it. */
export function traceRefusal(found: Refused, lines: readonly LineDecision[]): DecisionTrace {
  return {
    attribution: [versionStep(found), ...clickSteps(found, null)],
    lines: lines.map(({ lineId }) => ({ lineId, rules: [], arithmetic: [] })),
    order: [...found.history.events.map(eventText), statusText(lines)],
  };
}

interface Refused {
  readonly facts: OrderFacts;
  readonly history: OrderHistory;
  readonly version: CompiledVersion | null;
}

function versionStep({ facts, version }: Omit<Refused, 'history'>): TraceStep {
  const at = { 'ordered at': formatInstant(facts.orderedAt) };
  if (version === null) {
    return { step: 'terms version', outcome: 'miss', facts: at, detail: 'the terms state no version for this moment' };
  }
  return { step: `terms version ${version.id}`, outcome: 'hit', facts: at, detail: version.validity };
}

function clickSteps({ facts, version }: Omit<Refused, 'history'>, chosen: number | null): TraceStep[] {
  if (version === null) return [];
  if (facts.clicks.length === 0) {
    return [{ step: 'click', outcome: 'miss', facts: { click: null }, detail: 'no click is on record' }];
  }
  const { windowMs } = version.attribution;
  return facts.clicks.map((click, index) => ({
    step: `click ${click.clickId ?? index + 1}`,
    outcome: index === chosen ? 'hit' : 'miss',
    facts: {
      'clicked at': formatInstant(click.at),
      age: duration(facts.orderedAt - click.at),
      window: duration(windowMs),
    },
    detail: index === chosen ? 'it owns the order' : clickRemark(click, facts.orderedAt, windowMs),
  }));
}

function clickRemark(click: ClickFacts, orderedAt: number, windowMs: number): string {
  switch (clickStanding(click.at, orderedAt, windowMs)) {
    case 'after-order':
      return 'it came after the order';
    case 'too-old':
      return 'its age is not below the window';
    case 'counts':
      return 'another click or a coupon comes first';
  }
}

function couponSteps({ facts, version, attribution, situation }: Deliberation): TraceStep[] {
  if (facts.coupon === null || version.attribution.coupon === 'ignored') return [];
  const owns = attribution.by === 'coupon';
  return [
    {
      step: `coupon ${facts.coupon.code}`,
      outcome: owns ? 'hit' : 'miss',
      facts: { 'ad space': situation.adSpace?.id ?? null },
      detail: owns ? 'it was given to this ad space, which owns the order' : 'it was given to no ad space',
    },
  ];
}

function regimeSteps({ facts, version, regime }: Deliberation): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const each of version.regimes) {
    const hit = each === regime;
    const read = { 'delivery country': facts.deliveryCountry };
    steps.push({ step: `regime ${each.name}`, outcome: hit ? 'hit' : 'miss', facts: read, detail: null });
    if (hit) break;
  }
  return steps;
}

function lineTrace(found: Deliberation, line: LineDecision, index: number): LineTrace {
  const { situation, version, regime, history } = found;
  const facts = history.lines[index];
  if (facts === undefined) throw new Error(`no line at ${index}`);
  focus(situation, facts);
  const rules = ruleSteps(regime === null ? version.outside : regime.rules, situation, line);
  const known = violationSteps(history.histories[index]?.violation ?? null);
  return { lineId: line.lineId, rules: [...known, ...rules], arithmetic: arithmeticOf(found, index) };
}

/** A violation comes before the rules (step 2 of the decision order); they are still told, because they say what the line would earn. */
function violationSteps(violation: string | null): TraceStep[] {
  if (violation === null) return [];
  return [{ step: 'violation known', outcome: 'hit', facts: { violation }, detail: 'it comes before the rules' }];
}

function ruleSteps(rules: readonly CompiledRule[], situation: Situation, line: LineDecision): TraceStep[] {
  const steps: TraceStep[] = [];
  for (const rule of rules) {
    const hit = holds(rule, situation);
    const detail = hit ? ruleDetail(rule, line) : null;
    steps.push({ step: rule.name, outcome: hit ? 'hit' : 'miss', facts: readFacts(rule, situation), detail });
    if (hit) return steps;
  }
  steps.push({ step: 'no rule', outcome: 'hit', facts: {}, detail: 'no rule of the terms speaks of such a line' });
  return steps;
}

function readFacts(rule: CompiledRule, situation: Situation): Record<string, string | null> {
  const read: Record<string, string | null> = {};
  for (const fact of rule.facts) read[fact.name] = fact.read(situation);
  return read;
}

function ruleDetail({ outcome }: CompiledRule, line: LineDecision): string {
  if (outcome.kind === 'refuse') return `${outcome.verdict.status} ${outcome.verdict.reason}`;
  if (line.rate === null) {
    return outcome.reward.fixed.length > 0
      ? `pays a fixed amount, ${outcome.approved.reason}`
      : `the rate is missing, ${line.reason}`;
  }
  return `pays ${formatCanonical(line.rate, 2)} %, ${outcome.approved.reason}`;
}

function eventText(event: OrderEventFacts): string {
  const head = `${formatInstant(event.at)} ${event.type.replace('_', ' ')}`;
  switch (event.type) {
    case 'refunded':
      if (event.lines === null) return `${head}: the whole order`;
      return `${head}: ${event.lines.map(({ lineId, amount }) => `line ${lineId} ${amount === null ? 'whole' : formatDecimal(amount)}`).join(', ')}`;
    case 'violation':
      return `${head} ${event.violation}: ${event.lines === null ? 'the whole order' : `lines ${event.lines.join(', ')}`}`;
    case 'corrected':
      return `${head}: lines ${event.lines.map(({ lineId }) => lineId).join(', ')}`;
    default:
      return head;
  }
}

function capTexts({ judged, version, plan, money, facts }: Deliberation): string[] {
  const prices = judged.filter((line) => line.priced);
  if (money === null || !prices.some(({ capped }) => capped)) return [];
  const shown = (minor: bigint): string => formatMinor(minor, plan.exponent);
  const texts: string[] = [];
  const alive = prices.filter((price) => price.alive);
  const before = alive.map((price) => price.uncapped);
  const sum = before.reduce((total, minor) => total + minor, 0n);
  const terms = before.length === 1 ? shown(sum) : `${before.map(shown).join(' + ')} = ${shown(sum)}`;
  for (const [index, { cap }] of plan.orderCaps.entries()) {
    const limit = money.orderLimits[index] ?? 0n;
    const stated =
      cap.limit.currency === plan.currency ? '' : ` (${formatDecimal(cap.limit.amount)} ${cap.limit.currency})`;
    if (sum > limit)
      texts.push(
        `${terms} > cap ${shown(limit)} ${plan.currency}${stated} → ${alive.map(({ share }) => shown(share)).join(' + ')}`,
      );
  }
  for (const [index, { per }] of plan.periodCaps.entries()) {
    const limit = money.periodLimits[index] ?? 0n;
    const used = facts.used[per];
    const spent = used === null ? '' : `, ${formatDecimal(used)} used before`;
    texts.push(`cap per ${per} ${formatMinor(limit, version.accrualExponent)} ${version.accrualCurrency}${spent}`);
  }
  return texts;
}

function statusText(lines: readonly LineDecision[]): string {
  return lines.map(({ lineId, status, reason }) => `line ${lineId}: ${status} ${reason}`).join('; ');
}

const MS_PER_SECOND = 1_000;
const MS_PER_MINUTE = 60_000;
const MS_PER_HOUR = 3_600_000;

/** `72:00:00.000` as hours, minutes, seconds; a minus sign for clicks after their order. */
function duration(ms: number): string {
  const size = Math.abs(ms);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = Math.floor(size / MS_PER_HOUR);
  const rest = `${two((size % MS_PER_HOUR) / MS_PER_MINUTE)}:${two((size % MS_PER_MINUTE) / MS_PER_SECOND)}`;
  return `${ms < 0 ? '-' : ''}${two(hours)}:${rest}.${String(size % MS_PER_SECOND).padStart(3, '0')}`;
}
