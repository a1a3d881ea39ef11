import type { z } from 'zod';
import type {
  ExpressReason,
  expressOffers,
  expressPayment,
  expressSettings,
} from '../../contract/wire/express-payments.ts';
import { type Currency, formatAmount, formatCanonical } from '../../core/money/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import { allocate, partsOf } from './allocation.ts';
import type { Payment, Reason, Settings } from './model.ts';
import type { CurrencyOffer } from './standing.ts';

type Offers = z.input<typeof expressOffers>;

export function shownReason({ code, value, expected, metAt }: Reason): ExpressReason {
  return { code, value, expected, met_at: metAt === null ? null : formatInstant(metAt) };
}

export function shownPercent({ feePercent }: Pick<Settings, 'feePercent'>): string {
  return formatCanonical(feePercent, 0);
}

export function shownSettings(
  settings: Settings,
  nameOf: (actor: string) => string | null,
): z.input<typeof expressSettings> {
  const { version, enabled, accountDays, fundedActions, bounds, changed } = settings;
  return {
    enabled,
    fee_percent: shownPercent(settings),
    account_days: accountDays,
    funded_actions: fundedActions,
    limits: bounds.map(({ currency, perPublisher, inAll, minimum }) => ({
      currency,
      per_publisher: formatAmount({ minor: perPublisher, currency }),
      in_all: formatAmount({ minor: inAll, currency }),
      minimum: formatAmount({ minor: minimum, currency }),
    })),
    version,
    changed: changed === null ? null : { by: nameOf(changed.by), at: formatInstant(changed.at) },
  };
}

export function shownOffers(
  settings: Settings,
  offers: readonly CurrencyOffer[],
  programName: (code: string) => string,
): Offers {
  return {
    enabled: settings.enabled,
    fee_percent: shownPercent(settings),
    account_days: settings.accountDays,
    funded_actions: settings.fundedActions,
    currencies: offers.map((offer) => shownOffer(settings, offer, programName)),
  };
}

function shownOffer(
  settings: Settings,
  { currency, bounds, programs, offer }: CurrencyOffer,
  programName: (code: string) => string,
): Offers['currencies'][number] {
  const text = textIn(currency);
  const parts = partsOf(allocate(offer.candidates, offer.mayAsk), settings.feePercent);
  const mayAsk = new Map(parts.map(({ program, minor }) => [program, minor]));
  return {
    currency,
    approved: text(offer.approved),
    outstanding: text(offer.outstanding),
    limit: text(bounds.perPublisher),
    owed: text(offer.owed),
    may_ask: text(offer.mayAsk),
    minimum: text(bounds.minimum),
    fee_percent: shownPercent(settings),
    fee: text(offer.fee),
    net: text(offer.mayAsk - offer.fee),
    programs: programs
      .filter(({ approved, outstanding }) => approved > 0n || outstanding > 0n)
      .map(({ program, approved, outstanding }) => ({
        program,
        name: programName(program),
        approved: text(approved),
        outstanding: text(outstanding),
        may_ask: text(mayAsk.get(program) ?? 0n),
      })),
    reasons: offer.reasons.map(shownReason),
  };
}

export function shownPayment(payment: Payment, programName: (code: string) => string): z.input<typeof expressPayment> {
  const { currency, parts, handled, transfer, takenBackReason } = payment;
  const text = textIn(currency);
  const settled = parts.reduce((sum, part) => sum + part.settled, 0n);
  const recordedAt = handled === null ? '' : formatInstant(handled.at);
  return {
    id: payment.id,
    currency,
    state: payment.state,
    advanced: text(payment.advanced),
    fee: text(payment.fee),
    fee_percent: shownPercent(payment),
    net: text(payment.advanced - payment.fee),
    settled: text(settled),
    outstanding: text(payment.advanced - settled),
    orders: payment.orders,
    asked_at: formatInstant(payment.askedAt),
    transfer:
      transfer === null
        ? null
        : { reference: transfer.reference, at: formatInstant(transfer.at), recorded_at: recordedAt },
    taken_back: takenBackReason === null ? null : { at: recordedAt, reason: takenBackReason },
    programs: parts.map(({ program, advanced, fee, settled: settledOf }) => ({
      program,
      name: programName(program),
      advanced: text(advanced),
      fee: text(fee),
      net: text(advanced - fee),
      settled: text(settledOf),
    })),
  };
}

export function textIn(currency: Currency): (minor: bigint) => string {
  return (minor) => formatAmount({ minor, currency });
}
