import { type Decision, type LineDecision, quoted, quotedList } from '../../../core/commission/index.ts';
import { exponentOf, formatCanonical, formatMinor, type Money } from '../../../core/money/index.ts';

/**
 * One decision as a line of JSON, in the order and form of the contract (docs/domain/decide.md). Written by hand, because building an
 * object for `JSON.stringify` costs twice as much as the text, and this runs for every order of a stream.
 */
export function writeDecision(decision: Decision): string {
  const { commission, lines, trace } = decision;
  const exponent = exponentOf(commission.currency);
  let text = `{"order_id":${quoted(decision.orderId)},"status":"${decision.status}","commission":{"amount":"${formatMinor(commission.minor, exponent)}","currency":"${commission.currency}"},"terms_version":`;
  text += `${decision.termsVersion === null ? 'null' : quoted(decision.termsVersion)},"capped":${decision.capped},"lines":[`;
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index];
    if (line !== undefined) text += index === 0 ? writeLine(line, exponent) : `,${writeLine(line, exponent)}`;
  }
  return trace === null ? `${text}]}` : `${text}],"trace":${trace}}`;
}

/** A line that is neither approved nor pending shows no rate and no amounts, whatever once priced it. */
function writeLine(line: LineDecision, exponent: number): string {
  const live = line.status === 'approved' || line.status === 'pending';
  const rate = live && line.rate !== null ? `"${formatCanonical(line.rate, 2)}"` : 'null';
  return `{"line_id":${quoted(line.lineId)},"status":"${line.status}","reason":"${line.reason}","notes":${quotedList(line.notes)},"rate":${rate},"order_commission":"${amount(line.orderCommission)}","commission":"${formatMinor(line.commission.minor, exponent)}"}`;
}

function amount(money: Money): string {
  return formatMinor(money.minor, exponentOf(money.currency));
}
