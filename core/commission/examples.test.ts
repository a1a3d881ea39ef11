import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addMoney, formatCanonical, formatMoney, type Money, subtractMoney, zeroMoney } from '../money/index.ts';
import { compileTerms, type Decision, decide, factsFromJson, factsToJson, type LineDecision } from './index.ts';
import { exampleExpectation, exampleFacts, RC, readExamples } from './testing/examples.ts';
import { allPrograms, parsedTerms, programText } from './testing/programs.ts';

const document = readFileSync(new URL('../../docs/domain/aliexpress-ru-cis.terms.md', import.meta.url), 'utf8');
const examples = readExamples(document);
const programs = allPrograms();

/**
 * Decided here like all others; what the row says besides happens outside of one decision and belongs to the scenarios:
 * balances that go negative after a withdrawal, names of history entries, the ledger's silence, blocked publishers, the routing itself.
 */
const effectsElsewhere: Readonly<Record<string, string>> = {
  'E-37': 'the publisher may be blocked',
  'E-70': 'the claim for a lost order is refused',
  'E-71': 'no ledger entry',
  'E-72': 'no ledger entry',
  'E-78': 'the balance goes negative after the withdrawal',
  'E-84': 'the history entry is named Antispam Deduction',
  'E-85': 'the ad space is blocked',
  'E-87': 'the balance goes negative after the withdrawal',
  'E-88': 'the click was routed from RC to WW',
  'E-89': 'the click was routed from WW to RC',
  'E-90': 'the click was routed from RC to WW',
};

describe('the worked examples', () => {
  it('are all there, each once, in order', () => {
    const ids = Array.from({ length: 99 }, (_, index) => `E-${String(index + 1).padStart(2, '0')}`);
    expect(examples.rows.map(({ id }) => id)).toEqual(ids);
    expect(Object.keys(effectsElsewhere).every((id) => ids.includes(id))).toBe(true);
    expect(examples.categories.get('Mobile phone')).toBe('mobile_phone');
  });

  it.each(examples.rows.map((row) => [row.id, row] as const))('%s is decided as its row says', (_id, row) => {
    const facts = exampleFacts(row, examples);
    const terms = programs.get(facts.program);
    if (terms === undefined) throw new Error(`no program ${facts.program}`);
    const decision = decide(terms, facts, { trace: false });
    const expected = exampleExpectation(row);
    const [first] = decision.lines;
    if (first === undefined) throw new Error('a decision without lines');
    expect({
      status: decision.status,
      reason: first.reason,
      rate: first.rate === null ? null : formatCanonical(first.rate, 2),
      notes: expected.notes.filter((note) => first.notes.includes(note)),
      orderCommission: expected.orderCommission && formatMoney(total(decision, (line) => line.cappedCommission)),
      commission: expected.commission && formatMoney(decision.commission),
      deducted: expected.deducted && formatMoney(deducted(decision)),
    }).toEqual(expected);
    expect(decision.capped).toBe(expected.notes.includes('CAPPED'));
    expect(decide(terms, factsFromJson(JSON.parse(JSON.stringify(factsToJson(facts)))), { trace: false })).toEqual(
      decision,
    );
  });

  it('shares a capped order by largest remainder (E-51) and halves it between equal lines (E-50)', () => {
    const shares = (id: string): string[] =>
      decisionOf(id).lines.map((line) => `${formatMoney(line.cappedCommission)} = ${formatMoney(line.commission)}`);
    expect(shares('E-51')).toEqual(['6.33 USD = 379.80 RUB', '12.67 USD = 760.20 RUB', '19.00 USD = 1140.00 RUB']);
    expect(shares('E-50')).toEqual(['19.00 USD = 1140.00 RUB', '19.00 USD = 1140.00 RUB']);
  });

  it('declines only the refunded line (E-79) and gives the order to the second click (E-69)', () => {
    expect(decisionOf('E-79').lines.map(({ status, reason }) => `${status} ${reason}`)).toEqual([
      'approved PAID_CIS_SELLER',
      'declined REFUNDED',
    ]);
    expect(decisionOf('E-69')).toMatchObject({ click: 1, adSpaceId: 'P2' });
    expect(decisionOf('E-70')).toMatchObject({ click: null, adSpaceId: null });
  });

  it.each([
    ['E-40', '5.00', '60.00 RUB', 'PAID_CIS_SELLER'],
    ['E-41', '1.15', '55.20 RUB', 'PAID_NONCIS_CATEGORY'],
  ])('%s pays in region mode, with the terms text changed', (id, rate, commission, reason) => {
    const regional = programText(RC).replace('geo match by country', 'geo match by region CIS11');
    const row = examples.rows.find((each) => each.id === id);
    if (row === undefined) throw new Error(`no row ${id}`);
    const decision = decide(compileTerms(parsedTerms(regional)), exampleFacts(row, examples), { trace: false });
    const [line] = decision.lines;
    expect([decision.status, line?.reason, formatMoney(decision.commission)]).toEqual(['approved', reason, commission]);
    expect(line?.rate === null || line?.rate === undefined ? null : formatCanonical(line.rate, 2)).toBe(rate);
  });
});

function decisionOf(id: string): Decision {
  const row = examples.rows.find((each) => each.id === id);
  const facts = row && exampleFacts(row, examples);
  const terms = facts && programs.get(facts.program);
  if (facts === undefined || terms === undefined) throw new Error(`no row ${id}`);
  return decide(terms, facts, { trace: false });
}

function total({ lines }: Decision, amount: (line: LineDecision) => Money): Money {
  const [first] = lines;
  if (first === undefined) throw new Error('a decision without lines');
  return lines.map(amount).reduce(addMoney, zeroMoney(amount(first).currency));
}

function deducted({ lines, commission }: Decision): Money {
  return lines
    .map((line) => subtractMoney(line.approved?.commission ?? zeroMoney(commission.currency), line.commission))
    .reduce(addMoney, zeroMoney(commission.currency));
}
