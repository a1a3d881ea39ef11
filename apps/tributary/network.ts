import { organisationKindOf } from '../../modules/accounts/index.ts';
import { productsAtTimes } from '../../modules/catalogue/index.ts';
import { type ClickKeys, clickKeys, openClickId, type StoredClick } from '../../modules/clicks/index.ts';
import { type CommissionDeps, decideOrders, decideOrdersOfClicks } from '../../modules/commissions/index.ts';
import type { SanctionDeps } from '../../modules/conduct/index.ts';
import { couponOwners } from '../../modules/coupons/index.ts';
import { settlementsOfLowered } from '../../modules/express-payments/index.ts';
import { type MailOutbox, mailOutbox } from '../../modules/notifications/index.ts';
import {
  ORDERS_BURST,
  ORDERS_PER_SECOND,
  type OrdersDeps,
  orderRecords,
  quota,
  refusals,
  setAttribution,
} from '../../modules/orders/index.ts';
import { conductRules } from '../../modules/program-pages/index.ts';
import { revisionSecretOf, signingSecretsOf } from '../../modules/programs/index.ts';
import { recordActions, recordClicks } from '../../modules/stats/index.ts';
import { internalRatesOfDays, termsInForce, termsOfPublication } from '../../modules/terms/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { MasterKey } from '../../platform/config/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { actionFact, attribution } from './wiring/actions.ts';
import { clickFact, clicksToDecide } from './wiring/clicks.ts';
import { tellOfDecisions } from './wiring/notices.ts';
import { restoreClicks } from './wiring/restored-clicks.ts';
import { rememberDecisions, summariesOf } from './wiring/summaries.ts';
import { withVoidedClicks, withVoidedCoupons } from './wiring/voided-clicks.ts';

export interface NetworkOptions {
  readonly db: Database;
  readonly clock: Clock;
  readonly master: MasterKey;
  /** Told of failures that are ours, after which the work went on. */
  readonly onDefect?: (error: unknown, what: string) => void;
}

/** All modules of a network, wired: who calls whom when something happens can be read in this file. */
export interface Network {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  readonly clickKeys: ClickKeys;
  readonly orders: OrdersDeps;
  readonly commissions: CommissionDeps;
  readonly conduct: SanctionDeps;
  /** New clicks reach the statistics, and the orders that waited for them, in the transaction that stores them. */
  readonly onStored: (tx: Tx, clicks: readonly StoredClick[]) => Promise<void>;
  /** Keeps a mail in the transaction of what it tells; the worker delivers it. */
  readonly sendMail: MailOutbox;
}

export function composeNetwork(options: NetworkOptions): Network {
  const { db, clock, master, onDefect = () => undefined } = options;
  const keys = clickKeys(master.bytes);
  const masterKeys = { current: master.bytes, previous: [] };
  const commissions = commissionDeps(clock, keys);
  // An order, or what happened to it, is decided in the transaction that records it.
  const onOrdersChanged: OrdersDeps['onOrdersChanged'] = async (tx, refs, known) => {
    rememberDecisions(tx, await decideOrders(tx, commissions, refs, { until: 'sent', known }));
  };
  return {
    db,
    clock,
    masterKeys,
    clickKeys: keys,
    commissions,
    sendMail: mailOutbox({ clock, masterKeys }),
    orders: {
      db,
      clock,
      onDefect,
      termsOf: async (q, programs) =>
        new Map([...(await termsInForce(q, programs))].map(([program, { terms }]) => [program, terms])),
      summaryOf: summariesOf,
      openClickId: (clickId) => openClickId(keys, clickId),
      signingSecretsOf: (q, program, at) => signingSecretsOf(q, program, masterKeys, at),
      revisionSecretOf: (q, program) => revisionSecretOf(q, program, masterKeys),
      quota: quota(clock, ORDERS_PER_SECOND, ORDERS_BURST),
      refusals: refusals(clock),
      onOrdersChanged,
    },
    conduct: {
      orders: { clock, onOrdersChanged },
      rulesInForce: (q, program, at) => conductRules(q, program, 'en', at ?? clock.now()),
      isPublisher: async (q, id) => (await organisationKindOf(q, id)) === 'publisher',
    },
    onStored: async (tx, clicks) => {
      await recordClicks(tx, clicks.map(clickFact));
      // An order may have named its click before the click was stored (G-8).
      await decideOrdersOfClicks(tx, commissions, clicks);
    },
  };
}

function commissionDeps(clock: Clock, keys: ClickKeys): CommissionDeps {
  return {
    clock,
    orderRecords,
    findClicks: withVoidedClicks(clicksToDecide),
    restoreClicks: withVoidedClicks((q, asked) => restoreClicks(q, keys, asked)),
    productsAt: productsAtTimes,
    termsOf: termsInForce,
    termsOfPublication,
    internalRatesOn: internalRatesOfDays,
    couponOwners: withVoidedCoupons(couponOwners),
    settlementsOf: settlementsOfLowered,
    // A decision shows with its order and in the statistics as soon as it is stored.
    onDecided: async (tx, decided) => {
      const attributions = decided.map((each) => attribution(each, clock.now()));
      const actions = decided.map((each) => actionFact(each, clock.now()));
      await Promise.all([
        setAttribution(tx, attributions),
        recordActions(tx, actions),
        tellOfDecisions(tx, decided, clock.now()),
      ]);
    },
  };
}
