import { currencyExponent } from '../money/currency.ts';
import { type Decimal, formatDecimal, parseDecimal } from '../money/decimal.ts';
import { formatAmount, type Money } from '../money/money.ts';
import {
  type Decision,
  type DecisionTrace,
  type LineDecision,
  type Status,
  statuses,
  type TraceStep,
} from './decision.ts';
import {
  arrayAt,
  asObject,
  type JsonObject,
  readEach,
  readWithin,
  textOrNullAt,
  wordAt,
} from './facts/facts-reading.ts';
import { isReason, type Reason } from './reasons.ts';

/** A decision as plain JSON values for storage: amounts as `{amount, currency}`, everything written out. */
export function decisionToJson(decision: Decision): JsonObject {
  return {
    order_id: decision.orderId,
    program: decision.program,
    terms_version: decision.termsVersion,
    engine_version: decision.engineVersion,
    status: decision.status,
    commission: moneyToJson(decision.commission),
    capped: decision.capped,
    click: decision.click,
    ad_space_id: decision.adSpaceId,
    regime: decision.regime,
    lines: decision.lines.map(lineToJson),
    trace: decision.trace === null ? null : JSON.parse(decision.trace),
  };
}

function lineToJson(line: LineDecision): JsonObject {
  return {
    line_id: line.lineId,
    status: line.status,
    reason: line.reason,
    notes: line.notes,
    rule: line.rule,
    rate: line.rate === null ? null : formatDecimal(line.rate),
    order_commission: moneyToJson(line.orderCommission),
    capped_commission: moneyToJson(line.cappedCommission),
    commission: moneyToJson(line.commission),
    approved:
      line.approved === null
        ? null
        : {
            capped_commission: moneyToJson(line.approved.cappedCommission),
            commission: moneyToJson(line.approved.commission),
          },
  };
}

/** The trace of a decision as data; throws when it is damaged, as `decisionFromJson`. */
export function readTrace(trace: string): DecisionTrace {
  return readWithin(JSON.parse(trace), 'trace', traceOf);
}

/** The text that a trace has been read from. */
function traceText(trace: DecisionTrace): string {
  return JSON.stringify({
    attribution: trace.attribution,
    lines: trace.lines.map(({ lineId, rules, arithmetic }) => ({ line_id: lineId, rules, arithmetic })),
    order: trace.order,
  });
}

function moneyToJson(money: Money): JsonObject {
  return { amount: formatAmount(money), currency: money.currency };
}

/** The inverse of `decisionToJson`, for records that this system stored itself; throws when one is damaged. */
export function decisionFromJson(json: unknown): Decision {
  const stored = asObject(json, 'decision');
  return {
    orderId: stringOf(stored, 'order_id'),
    program: stringOf(stored, 'program'),
    termsVersion: textOrNullAt(stored['terms_version'], 'terms_version'),
    engineVersion: stringOf(stored, 'engine_version'),
    status: statusOf(stored),
    commission: moneyOf(stored, 'commission'),
    capped: stored['capped'] === true,
    click: typeof stored['click'] === 'number' ? stored['click'] : null,
    adSpaceId: textOrNullAt(stored['ad_space_id'], 'ad_space_id'),
    regime: textOrNullAt(stored['regime'], 'regime'),
    lines: readEach(listOf(stored, 'lines'), 'lines', lineOf),
    trace: stored['trace'] === null ? null : traceText(readWithin(stored['trace'], 'trace', traceOf)),
  };
}

function lineOf(line: JsonObject): LineDecision {
  return {
    lineId: stringOf(line, 'line_id'),
    status: statusOf(line),
    reason: reasonOf(line),
    notes: stringsOf(line, 'notes'),
    rule: textOrNullAt(line['rule'], 'rule'),
    rate: line['rate'] === null ? null : decimalOf(line, 'rate'),
    orderCommission: moneyOf(line, 'order_commission'),
    cappedCommission: moneyOf(line, 'capped_commission'),
    commission: moneyOf(line, 'commission'),
    approved:
      line['approved'] === null
        ? null
        : readWithin(line['approved'], 'approved', (approved) => ({
            cappedCommission: moneyOf(approved, 'capped_commission'),
            commission: moneyOf(approved, 'commission'),
          })),
  };
}

function traceOf(trace: JsonObject): DecisionTrace {
  return {
    attribution: readEach(listOf(trace, 'attribution'), 'attribution', stepOf),
    lines: readEach(listOf(trace, 'lines'), 'lines', (line) => ({
      lineId: stringOf(line, 'line_id'),
      rules: readEach(listOf(line, 'rules'), 'rules', stepOf),
      arithmetic: stringsOf(line, 'arithmetic'),
    })),
    order: stringsOf(trace, 'order'),
  };
}

function stepOf(step: JsonObject): TraceStep {
  const facts = asObject(step['facts'], 'facts');
  const { detail } = step;
  return {
    step: stringOf(step, 'step'),
    outcome: wordAt(step['outcome'], 'outcome', ['hit', 'miss']),
    facts: Object.fromEntries(
      Object.keys(facts).map((name) => [name, facts[name] === null ? null : stringOf(facts, name)]),
    ),
    detail: typeof detail === 'string' ? detail : null,
  };
}

function statusOf(parent: JsonObject): Status {
  return wordAt(parent['status'], 'status', statuses);
}

function reasonOf(parent: JsonObject): Reason {
  const reason = stringOf(parent, 'reason');
  return isReason(reason) ? reason : damaged('reason', reason);
}

function moneyOf(parent: JsonObject, field: string): Money {
  const money = asObject(parent[field], field);
  const currency = stringOf(money, 'currency');
  const text = stringOf(money, 'amount');
  const parsed = parseDecimal(text.startsWith('-') ? text.slice(1) : text);
  if (parsed === null || parsed.scale !== currencyExponent(currency)) return damaged(field, text);
  return { minor: text.startsWith('-') ? -parsed.digits : parsed.digits, currency };
}

function decimalOf(parent: JsonObject, field: string): Decimal {
  const text = stringOf(parent, field);
  return parseDecimal(text) ?? damaged(field, text);
}

/** Traces of long orders quote long sentences, so stored texts have no bound of their own. */
function stringOf(parent: JsonObject, field: string): string {
  const value = parent[field];
  return typeof value === 'string' ? value : damaged(field, value);
}

function stringsOf(parent: JsonObject, field: string): string[] {
  return listOf(parent, field).map((value) => (typeof value === 'string' ? value : damaged(field, value)));
}

function listOf(parent: JsonObject, field: string): readonly unknown[] {
  return arrayAt(parent[field], field, Number.MAX_SAFE_INTEGER);
}

function damaged(field: string, value: unknown): never {
  throw new Error(`stored decision is damaged: ${field} is ${JSON.stringify(value) ?? 'missing'}`);
}
