import { clickStanding } from '../../attribution/index.ts';
import { formatCanonical, formatDecimal } from '../../money/decimal.ts';
import { formatMinor } from '../../money/money.ts';
import { formatDuration, formatInstant } from '../../time/index.ts';
import type { CompiledRule, CompiledVersion } from '../compiling/compile.ts';
import { holds } from '../compiling/conditions.ts';
import { focus, type Situation } from '../compiling/situation.ts';
import type { Deliberation } from '../deciding/deliberation.ts';
import type { OrderHistory } from '../deciding/history.ts';
import type { JudgedLine } from '../deciding/verdict.ts';
import type { LineDecision } from '../decision.ts';
import type { ClickFacts, OrderEventFacts, OrderFacts } from '../facts/facts.ts';
import { arithmeticOf } from './arithmetic.ts';
import { quoted, quotedOrNull } from './json-text.ts';
import { noDetail, stepEnd, stepStart } from './told.ts';

/**
 * Tells the whole way to a decision from what was found on it, as the JSON text of a `DecisionTrace`. Text and not data, because a stream
 * wants one for every order and nothing computes with it: objects and `JSON.stringify` took as long as all the rest of the stream.
 */
export function traceDecision(found: Deliberation, lines: readonly LineDecision[]): string {
  const { facts, version, attribution, history } = found;
  const orderedAt = formatInstant(facts.orderedAt);
  const start = `${versionStep(version, orderedAt)}${clickSteps(facts, version, attribution.click)}${couponStep(found)}${regimeSteps(found)}`;
  let told = '';
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined) told += index === 0 ? lineTrace(found, line, index) : `,${lineTrace(found, line, index)}`;
  }
  return `{"attribution":[${start}],"lines":[${told}],"order":[${eventTexts(history)}${capTexts(found)}${statusText(lines)}]}`;
}

/** The trace of an order that was refused before its lines were looked at: no version, or nobody owns it. */
export function traceRefusal({ facts, history, version }: Refused, lines: readonly LineDecision[]): string {
  const orderedAt = formatInstant(facts.orderedAt);
  const start =
    version === null
      ? `${stepStart('terms version', 'miss')}"ordered at":"${orderedAt}"${stepEnd('the terms state no version for this moment')}`
      : `${versionStep(version, orderedAt)}${clickSteps(facts, version, null)}`;
  const told = lines.map(({ lineId }) => `{"line_id":${quoted(lineId)},"rules":[],"arithmetic":[]}`).join();
  return `{"attribution":[${start}],"lines":[${told}],"order":[${eventTexts(history)}${statusText(lines)}]}`;
}

interface Refused {
  readonly facts: OrderFacts;
  readonly history: OrderHistory;
  readonly version: CompiledVersion | null;
}

function versionStep({ told }: CompiledVersion, orderedAt: string): string {
  return `${told.before}${orderedAt}${told.after}`;
}

/** As all steps of the attribution after the first, with a comma before each. */
function clickSteps({ clicks, orderedAt }: OrderFacts, version: CompiledVersion, chosen: number | null): string {
  if (clicks.length === 0) return `,${stepStart('click', 'miss')}"click":null${stepEnd('no click is on record')}`;
  const { windowMs } = version.attribution;
  let steps = '';
  for (let index = 0; index < clicks.length; index += 1) {
    const click = clicks[index];
    if (click === undefined) continue;
    const owns = index === chosen;
    const start = stepStart(`click ${click.clickId ?? index + 1}`, owns ? 'hit' : 'miss');
    const end = stepEnd(owns ? 'it owns the order' : clickRemark(click, orderedAt, windowMs));
    steps += `,${start}"clicked at":"${formatInstant(click.at)}","age":"${formatDuration(orderedAt - click.at)}"${version.told.window}${end}`;
  }
  return steps;
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

function couponStep({ facts, version, attribution, situation }: Deliberation): string {
  if (facts.coupon === null || version.attribution.coupon === 'ignored') return '';
  const owns = attribution.by === 'coupon';
  const adSpace = quotedOrNull(situation.adSpace?.id ?? null);
  const end = stepEnd(owns ? 'it was given to this ad space, which owns the order' : 'it was given to no ad space');
  return `,${stepStart(`coupon ${facts.coupon.code}`, owns ? 'hit' : 'miss')}"ad space":${adSpace}${end}`;
}

function regimeSteps({ facts, version, regime }: Deliberation): string {
  const country = quotedOrNull(facts.deliveryCountry);
  let steps = '';
  for (const each of version.regimes) {
    if (each === regime) return `${steps},${each.told.hit}${country}${noDetail}`;
    steps += `,${each.told.miss}${country}${noDetail}`;
  }
  return steps;
}

function lineTrace(found: Deliberation, line: LineDecision, index: number): string {
  const { situation, version, regime, history } = found;
  const facts = history.lines[index];
  if (facts === undefined) throw new Error(`no line at ${index}`);
  focus(situation, facts);
  const known = violationStep(history.histories[index]?.violation ?? null);
  const rules = ruleSteps(regime === null ? version.outside : regime.rules, situation, line);
  const arithmetic = arithmeticOf(found, index);
  // Only decimals, currencies and our own words are in it, so there is nothing to escape.
  const sums = arithmetic.length === 0 ? '' : `"${arithmetic.join('","')}"`;
  return `{"line_id":${quoted(line.lineId)},"rules":[${known}${rules}],"arithmetic":[${sums}]}`;
}

/** A violation comes before the rules (step 2 of the decision order); they are still told, because they say what the line would earn. */
function violationStep(violation: string | null): string {
  if (violation === null) return '';
  return `${stepStart('violation known', 'hit')}"violation":${quoted(violation)}${stepEnd('it comes before the rules')},`;
}

/** After a rule that misses there is always another step: the last is the rule that hits, or the remark that none does. */
function ruleSteps(rules: readonly CompiledRule[], situation: Situation, line: LineDecision): string {
  let steps = '';
  for (const rule of rules) {
    const { told } = rule;
    const hit = holds(rule, situation);
    steps += hit ? told.hit : told.miss;
    for (const { label, value } of told.facts) steps += label + value(situation);
    if (hit) return steps + stepEnd(ruleDetail(rule, line));
    steps += missed;
  }
  return `${steps}${stepStart('no rule', 'hit')}${stepEnd('no rule of the terms speaks of such a line')}`;
}

const missed = `${noDetail},`;

function ruleDetail({ outcome }: CompiledRule, line: LineDecision): string {
  if (outcome.kind === 'refuse') return `${outcome.verdict.status} ${outcome.verdict.reason}`;
  if (line.rate === null) {
    return outcome.reward.fixed.length > 0
      ? `pays a fixed amount, ${outcome.approved.reason}`
      : `the rate is missing, ${line.reason}`;
  }
  return `pays ${formatCanonical(line.rate, 2)} %, ${outcome.approved.reason}`;
}

/** As all remarks on the order before the last, with a comma after each. */
function eventTexts({ events }: OrderHistory): string {
  return events.length === 0 ? '' : events.map((event) => `${quoted(eventText(event))},`).join('');
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

function capTexts({ judged, version, plan, money, facts }: Deliberation): string {
  if (money === null || !judged.some(isCapped)) return '';
  const prices = judged.filter((line) => line.priced);
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
  return texts.map((text) => `${quoted(text)},`).join('');
}

function isCapped(line: JudgedLine): boolean {
  return line.priced && line.capped;
}

function statusText(lines: readonly LineDecision[]): string {
  return quoted(lines.map(({ lineId, status, reason }) => `line ${lineId}: ${status} ${reason}`).join('; '));
}
