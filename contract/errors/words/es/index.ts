export { earlyStarts, findings, notApplied } from './findings.ts';

import { accountsTexts } from './accounts.ts';
import { clicksTexts } from './clicks.ts';
import { commissionsTexts } from './commissions.ts';
import { conductTexts } from './conduct.ts';
import { couponTexts } from './coupons.ts';
import { httpTexts } from './http.ts';
import { ledgerTexts } from './ledger.ts';
import { notificationsTexts } from './notifications.ts';
import { ordersTexts } from './orders.ts';
import { partnershipsTexts } from './partnerships.ts';
import { paymentsTexts } from './payments.ts';
import { productsTexts } from './products.ts';
import { programPagesTexts } from './program-pages.ts';
import { statsTexts } from './stats.ts';
import { termsTexts } from './terms.ts';

export const texts = {
  ...httpTexts,
  ...accountsTexts,
  ...partnershipsTexts,
  ...couponTexts,
  ...termsTexts,
  ...programPagesTexts,
  ...clicksTexts,
  ...ordersTexts,
  ...productsTexts,
  ...commissionsTexts,
  ...ledgerTexts,
  ...paymentsTexts,
  ...conductTexts,
  ...statsTexts,
  ...notificationsTexts,
};
