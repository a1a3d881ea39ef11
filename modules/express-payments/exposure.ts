import type { z } from 'zod';
import type { expressExposure } from '../../contract/wire/express-payments.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Queryable } from '../../platform/db/index.ts';
import { organisationNames } from '../accounts/index.ts';
import { balances } from '../ledger/index.ts';
import { currentSettings } from './settings-store.ts';
import { textIn } from './shown.ts';
import { waitingByCurrency } from './store.ts';

/** Publishers that are listed in a currency; those with the largest amounts come first. */
const LISTED_MAX = 100;

/** What is advanced now against the limits, by currency and publisher. Needs a system transaction. */
export async function exposureNow(q: Queryable, now: Instant): Promise<z.input<typeof expressExposure>> {
  const settings = await currentSettings(q);
  const held = await balances(q, { kinds: ['publisher_advance', 'network_fees'] });
  const waiting = new Map((await waitingByCurrency(q)).map(({ currency, net }) => [currency, net]));
  const limited = settings.enabled ? settings.bounds : [];
  const currencies = new Set([
    ...limited.map(({ currency }) => currency),
    ...held.map(({ account }) => account.currency),
  ]);
  const names = await organisationNames(
    q,
    held.flatMap(({ account, minor }) => (account.org === null || minor === 0n ? [] : [account.org])),
  );
  return {
    at: formatInstant(now),
    currencies: [...currencies].sort().map((currency) => {
      const text = textIn(currency);
      const own = held.filter(({ account }) => account.currency === currency);
      const bounds = limited.find((each) => each.currency === currency);
      const byPublisher = new Map<string, bigint>();
      for (const { account, minor } of own) {
        if (account.org !== null) byPublisher.set(account.org, (byPublisher.get(account.org) ?? 0n) - minor);
      }
      const publishers = [...byPublisher]
        .filter(([, outstanding]) => outstanding > 0n)
        .sort(([, a], [, b]) => (a > b ? -1 : Number(a < b)));
      const fees = own.filter(({ account }) => account.kind === 'network_fees');
      return {
        currency,
        outstanding: text(publishers.reduce((sum, [, outstanding]) => sum + outstanding, 0n)),
        limit: bounds === undefined ? null : text(bounds.inAll),
        waiting: text(waiting.get(currency) ?? 0n),
        fees: text(fees.reduce((sum, { minor }) => sum + minor, 0n)),
        publishers: publishers.slice(0, LISTED_MAX).map(([id, outstanding]) => ({
          publisher: { id, name: names.get(id) ?? id },
          outstanding: text(outstanding),
          limit: bounds === undefined ? null : text(bounds.perPublisher),
        })),
      };
    }),
  };
}
