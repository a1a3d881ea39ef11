import { describe, expect, test } from 'vitest';
import { decimal } from '../../core/money/index.ts';
import { barringReasons } from './eligibility.ts';
import { offerOf, type Standing } from './offer.ts';

const bounds = { currency: 'RUB', perPublisher: 50_000n, inAll: 200_000n, minimum: 1_000n };
const terms = { feePercent: decimal('3') };
const DAY_MS = 86_400_000;

/** 1,000.00 RUB approved in one program, nothing else. */
function standing(more: Partial<Standing> = {}): Standing {
  return {
    currency: 'RUB',
    programs: [{ program: 'shop', balance: 100_000n, approved: 100_000n, outstanding: 0n }],
    candidates: [{ program: 'shop', orderId: 'A', minor: 100_000n }],
    outstandingInAll: 0n,
    ...more,
  };
}
const codes = (offer: ReturnType<typeof offerOf>) => offer.reasons.map(({ code }) => code);

describe('what may be asked for', () => {
  test('of 1,000.00 approved 500.00 with a limit of 500.00, for a fee of 15.00 (S-022)', () => {
    const offer = offerOf(standing(), bounds, terms, []);
    expect(offer).toMatchObject({ approved: 100_000n, outstanding: 0n, owed: 0n, mayAsk: 50_000n, fee: 1_500n });
    expect(offer.reasons).toEqual([{ code: 'limit_reached', value: '0.00', expected: '500.00', metAt: null }]);
  });

  test('nothing beyond what is outstanding, one’s own and of all', () => {
    const programs = [{ program: 'shop', balance: 145_000n, approved: 100_000n, outstanding: 45_000n }];
    const candidates = [{ program: 'shop', orderId: 'A', minor: 55_000n }];
    expect(offerOf(standing({ programs, candidates }), bounds, terms, [])).toMatchObject({ mayAsk: 5_000n, fee: 150n });
    const full = offerOf(standing({ outstandingInAll: 200_000n }), bounds, terms, []);
    expect([full.mayAsk, codes(full)]).toEqual([0n, ['limit_reached', 'network_limit_reached']]);
  });

  test('nothing below the minimum, and nothing where nothing is approved', () => {
    const small = standing({ candidates: [{ program: 'shop', orderId: 'A', minor: 999n }] });
    expect([offerOf(small, bounds, terms, []).mayAsk, codes(offerOf(small, bounds, terms, []))]).toEqual([
      0n,
      ['below_minimum'],
    ]);
    const none = offerOf(standing({ candidates: [] }), bounds, terms, []);
    expect([none.mayAsk, none.fee, codes(none)]).toEqual([0n, 0n, ['nothing_approved']]);
  });

  test('a program in which something is owed advances nothing; a debt that nothing stands for is set off', () => {
    const programs = [
      { program: 'shop', balance: 100_000n, approved: 100_000n, outstanding: 0n },
      { program: 'owing', balance: 4_000n, approved: 10_000n, outstanding: 0n },
    ];
    const candidates = [
      { program: 'owing', orderId: 'O', minor: 10_000n },
      { program: 'shop', orderId: 'A', minor: 30_000n },
    ];
    const secured = offerOf(standing({ programs, candidates }), bounds, terms, []);
    expect([secured.mayAsk, secured.owed, codes(secured)]).toEqual([30_000n, 6_000n, ['owes']]);
    expect(secured.candidates.map(({ orderId }) => orderId)).toEqual(['A']);
    const below = programs.map((each) =>
      each.program === 'owing' ? { ...each, balance: -25_000n, approved: 0n } : each,
    );
    expect(offerOf(standing({ programs: below, candidates }), bounds, terms, []).mayAsk).toBe(5_000n);
  });

  test('nothing for a publisher who is barred; every reason is told', () => {
    const settings = {
      ...{ version: 1, enabled: true, accountDays: 30, fundedActions: 10, bounds: [bounds], changed: null },
      feePercent: decimal('3'),
    };
    const barred = barringReasons({ since: 0, fundedActions: 9, sanctionedBy: 'Shop' }, settings, 29.5 * DAY_MS);
    expect(barred).toEqual([
      { code: 'account_too_young', value: '29', expected: '30', metAt: 30 * DAY_MS },
      { code: 'too_few_funded', value: '9', expected: '10', metAt: null },
      { code: 'sanctioned', value: 'Shop', expected: null, metAt: null },
    ]);
    expect(offerOf(standing(), bounds, terms, barred)).toMatchObject({ mayAsk: 0n, fee: 0n });
    expect(barringReasons({ since: 0, fundedActions: 10, sanctionedBy: null }, settings, 30 * DAY_MS)).toEqual([]);
  });
});
