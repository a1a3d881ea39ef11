import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decimal, decimal } from '../money/index.ts';
import {
  compileTerms,
  decide,
  decisionFromJson,
  decisionToJson,
  factsFromJson,
  factsToJson,
  type OrderEventFacts,
  type OrderFacts,
  readFacts,
  readTrace,
} from './index.ts';
import { RC } from './testing/examples.ts';
import { allPrograms, parsedTerms, programText } from './testing/programs.ts';
import { randomOrder, seededRandom } from './testing/random-orders.ts';

const programs = [...allPrograms().values()];
const SEED = 27;

/** Odd orders of all programs: missing facts, several clicks, any events. */
const orders = fc.tuple(fc.constantFrom(...programs), fc.integer({ min: 0, max: 2 ** 31 })).map(([compiled, seed]) => ({
  compiled,
  facts: randomOrder(seededRandom(seed), { terms: compiled.terms, orderId: `R${seed}`, manner: 'odd' }),
}));

const noTrace = { trace: false };

/** A decision without the position of its click, which names the click by where it stands in the list. */
function owned(facts: OrderFacts, compiled: (typeof programs)[number]): unknown {
  const { click, ...rest } = decide(compiled, facts, noTrace);
  return { ...rest, clickId: click === null ? null : facts.clicks[click]?.clickId };
}

describe('a decision', () => {
  it('is the same for the same facts, with and without the trace', () => {
    fc.assert(
      fc.property(orders, ({ compiled, facts }) => {
        const decision = decide(compiled, facts, noTrace);
        expect(decide(compiled, facts, noTrace)).toEqual(decision);
        expect({ ...decide(compiled, facts, { trace: true }), trace: null }).toEqual(decision);
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('does not depend on the order in which clicks are listed (I-29)', () => {
    const shuffled = orders.chain((order) =>
      fc.record({
        order: fc.constant(order),
        clicks: fc.shuffledSubarray([...order.facts.clicks], { minLength: order.facts.clicks.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ order: { compiled, facts }, clicks }) => {
        expect(owned({ ...facts, clicks }, compiled)).toEqual(owned(facts, compiled));
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('does not depend on the order of events, nor on how often they are reported (I-27)', () => {
    const reported = orders.chain((order) => {
      const twice: OrderEventFacts[] = [...order.facts.events, ...order.facts.events];
      return fc.record({ order: fc.constant(order), events: fc.shuffledSubarray(twice, { minLength: twice.length }) });
    });
    fc.assert(
      fc.property(reported, ({ order: { compiled, facts }, events }) => {
        expect(decide(compiled, { ...facts, events }, noTrace)).toEqual(decide(compiled, facts, noTrace));
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  it('has lines that sum to the order, and earns only on lines approved or pending', () => {
    fc.assert(
      fc.property(orders, ({ compiled, facts }) => {
        const { lines, commission } = decide(compiled, facts, noTrace);
        expect(lines.reduce((sum, line) => sum + line.commission.minor, 0n)).toBe(commission.minor);
        for (const line of lines) {
          const live = line.status === 'approved' || line.status === 'pending';
          if (!live)
            expect([line.commission.minor, line.cappedCommission.minor, line.orderCommission.minor]).toEqual([
              0n,
              0n,
              0n,
            ]);
          expect(line.commission.minor >= 0n && line.cappedCommission.minor <= line.orderCommission.minor).toBe(true);
          if (line.status === 'approved' || line.status === 'deducted') expect(line.approved).not.toBeNull();
        }
      }),
      { seed: SEED, numRuns: 600 },
    );
  });

  it('survives storage: facts and decisions come back from JSON as they were, and decide alike (R-8)', () => {
    fc.assert(
      fc.property(orders, ({ compiled, facts }) => {
        const stored: unknown = JSON.parse(JSON.stringify(factsToJson(facts)));
        expect(factsFromJson(stored)).toEqual(facts);
        const decision = decide(compiled, facts, { trace: true });
        expect(decisionFromJson(JSON.parse(JSON.stringify(decisionToJson(decision))))).toEqual(decision);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('the trace', () => {
  it('is JSON as the runtime would write it, whatever the facts hold', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom('"', '\\', '\u2028', '\ud800', '€→'),
    );
    fc.assert(
      fc.property(orders, odd, ({ compiled, facts }, text) => {
        const { trace } = decide(compiled, withOddTexts(facts, text), { trace: true });
        expect(JSON.stringify(JSON.parse(trace ?? ''))).toBe(trace);
        const lines = readTrace(trace ?? '').lines;
        for (const { rules } of lines) expect(rules.at(-1)?.outcome ?? 'hit').toBe('hit');
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  function withOddTexts(facts: OrderFacts, text: string): OrderFacts {
    return {
      ...facts,
      clicks: facts.clicks.map((click) => ({ ...click, clickId: text })),
      lines: facts.lines.map((line) => ({ ...line, lineId: `${text}${line.lineId}`, storeId: text, category: text })),
    };
  }
});

describe('the cap of an order', () => {
  const capped = (cap: Decimal) =>
    compileTerms(
      parsedTerms(
        programText(RC).replaceAll('cap 38.00 USD per order', `cap ${Number(cap.digits) / 100} USD per order`),
      ),
    );
  const caps = [0.01, 1, 5, 38, 100, 100_000].map((amount) => capped(decimal(amount.toFixed(2))));

  it('is never exceeded, and a higher one never pays less (I-20)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 31 }), (seed) => {
        const [first] = caps;
        if (first === undefined) throw new Error('no caps');
        const facts = {
          ...randomOrder(seededRandom(seed), { terms: first.terms, orderId: 'C', manner: 'plain' }),
          currency: 'USD',
        };
        const earned = caps.map((terms) =>
          decide(terms, facts, noTrace).lines.reduce((sum, line) => sum + line.cappedCommission.minor, 0n),
        );
        for (const [index, sum] of earned.entries()) {
          expect(sum <= BigInt([1, 100, 500, 3_800, 10_000, 10_000_000][index] ?? 0)).toBe(true);
          expect(sum >= (earned[index - 1] ?? 0n)).toBe(true);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('reading facts', () => {
  it('ends for any JSON with facts or a problem that names what was expected, and never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (json) => {
        const reading = readFacts(json);
        if (!reading.ok) expect(reading.error.expected.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('finds a field of the wrong kind wherever it stands', () => {
    const [first] = programs;
    if (first === undefined) throw new Error('no programs');
    const facts = randomOrder(seededRandom(3), { terms: first.terms, orderId: 'F', manner: 'plain' });
    for (const field of Object.keys(factsToJson(facts))) {
      const reading = readFacts({ ...factsToJson(facts), [field]: 7 });
      expect([field, reading.ok ? null : reading.error.field]).toEqual([field, field]);
    }
  });
});
