import { accountsErrors } from './accounts.ts';
import { clicksErrors } from './clicks.ts';
import { commissionsErrors } from './commissions.ts';
import { conductErrors } from './conduct.ts';
import { couponErrors } from './coupons.ts';
import type { CatalogueEntry, ErrorArea } from './entry.ts';
import { httpErrors } from './http.ts';
import { ledgerErrors } from './ledger.ts';
import { notificationsErrors } from './notifications.ts';
import { ordersErrors } from './orders.ts';
import { partnershipsErrors } from './partnerships.ts';
import { paymentsErrors } from './payments.ts';
import { productsErrors } from './products.ts';
import { programPagesErrors } from './program-pages.ts';
import { statsErrors } from './stats.ts';
import { termsErrors } from './terms.ts';

/** The areas of the catalogue in the order in which the documents list them. A code stands in one area only (tested). */
export const errorAreas = {
  http: httpErrors,
  accounts: accountsErrors,
  partnerships: partnershipsErrors,
  coupons: couponErrors,
  terms: termsErrors,
  'program-pages': programPagesErrors,
  clicks: clicksErrors,
  orders: ordersErrors,
  products: productsErrors,
  commissions: commissionsErrors,
  ledger: ledgerErrors,
  payments: paymentsErrors,
  conduct: conductErrors,
  stats: statsErrors,
  notifications: notificationsErrors,
} as const satisfies Readonly<Record<string, ErrorArea>>;

/** The one list of error codes (habit 13): codes are never renamed and never used for something else. */
export const errorCatalogue = {
  ...httpErrors,
  ...accountsErrors,
  ...partnershipsErrors,
  ...couponErrors,
  ...termsErrors,
  ...programPagesErrors,
  ...clicksErrors,
  ...ordersErrors,
  ...productsErrors,
  ...commissionsErrors,
  ...ledgerErrors,
  ...paymentsErrors,
  ...conductErrors,
  ...statsErrors,
  ...notificationsErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

export function catalogueEntry(code: ErrorCode): CatalogueEntry {
  return errorCatalogue[code];
}
