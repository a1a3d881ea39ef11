import {
  archiveDirectory,
  archiveOldMonths,
  createShipper,
  reduceOldClicks,
  type Shipper,
} from '../../modules/clicks/index.ts';
import { createSealer } from '../../modules/ledger/index.ts';
import { deliverMails, forgetOldMails } from '../../modules/notifications/index.ts';
import { forgetOldMessages, retryPending } from '../../modules/orders/index.ts';
import { foldSubids, pruneStatistics, settleClicks } from '../../modules/stats/index.ts';
import type { Config } from '../../platform/config/index.ts';
import { createMailer } from '../../platform/mail/index.ts';
import { spoolRoot } from '../edge/index.ts';
import type { Network } from './network.ts';
import { mailNotices } from './wiring/notice-mails.ts';
import { tellOfTrafficAlarms } from './wiring/traffic-alarms.ts';

export interface WorkerOptions {
  readonly network: Network;
  readonly dataDir: string;
  /** How long clicks stay whole, and in the database; without it they do for ever. */
  readonly clicksKept?: Config['clicksKept'];
  /** The mail server, and how links in mails begin; without it mails are kept. */
  readonly mail?: { readonly smtpUrl: string; readonly from: string; readonly publicUrl: string };
  readonly onTrouble: (error: unknown, what: string) => void;
}

/** Everything that goes on in the background of a network. */
export interface Worker {
  readonly shipper: Shipper;
  /** Ships what is recorded, ends what is under way. The edges of this process must have been closed. */
  stop(): Promise<void>;
}

/** Orders whose decision failed are tried again when their time has come; nobody waits for it. */
const RETRY_EVERY_MS = 10_000;
/** Reports do it before they read; this bounds how many clicks they find waiting. Seldom is cheap: many batches are added at once. */
const SETTLE_EVERY_MS = 5_000;
/** Bounds how many SubIDs of single clicks a report finds one by one: those of this time. */
const FOLD_EVERY_MS = 60_000;
/** Whoever waits for a mail looks into the mailbox at once. */
/** A day's alarms are told within the hour in which it ends. */
const ALARM_EVERY_MS = 1_800_000;
const MAIL_EVERY_MS = 2_000;
/** Notices are collected for an hour (modules/notifications). */
const NOTICE_MAIL_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;

export function startWorker(options: WorkerOptions): Worker {
  const { network, onTrouble } = options;
  const shipper = networkShipper(options);
  const sealer = createSealer({ db: network.db, clock: network.clock });
  shipper.start();
  sealer.start();
  const retrying = everySoOften(
    RETRY_EVERY_MS,
    () => retryPending(network.orders),
    (error) => onTrouble(error, 'deciding orders again'),
  );
  const pruning = everySoOften(
    PRUNE_EVERY_MS,
    () => network.db.transaction({ role: 'system' }, (tx) => pruneStatistics(tx, network.clock.now())),
    (error) => onTrouble(error, 'forgetting old visitors'),
  );
  const folding = everySoOften(
    FOLD_EVERY_MS,
    () => network.db.transaction({ role: 'system' }, (tx) => foldSubids(tx, network.clock.now())),
    (error) => onTrouble(error, 'summing SubIDs of single clicks'),
  );
  const forgetting = everySoOften(
    PRUNE_EVERY_MS,
    () => forgetOldMessages(network.db, network.clock.now()),
    (error) => onTrouble(error, 'forgetting old signed messages'),
  );
  const aging = everySoOften(
    PRUNE_EVERY_MS,
    () => ageClicks(options),
    (error) => onTrouble(error, 'reducing and archiving old clicks'),
  );
  const settling = everySoOften(
    SETTLE_EVERY_MS,
    () => network.db.transaction({ role: 'system' }, settleClicks),
    (error) => onTrouble(error, 'adding clicks to the reports'),
  );
  const alarming = everySoOften(
    ALARM_EVERY_MS,
    () => network.db.transaction({ role: 'system' }, (tx) => tellOfTrafficAlarms(tx, network.clock.now())),
    (error) => onTrouble(error, 'telling of critical indicators'),
  );
  const mailing = mailLoops(options);
  return {
    shipper,
    stop: async () => {
      // Two rounds of one shipper at once would trip over each other: the last one begins when its loop has ended.
      await shipper.stop();
      await shipper.runOnce().catch((error: unknown) => onTrouble(error, 'shipping the last clicks'));
      await Promise.all([
        sealer.stop(),
        retrying.stop(),
        pruning.stop(),
        forgetting.stop(),
        settling.stop(),
        folding.stop(),
        aging.stop(),
        alarming.stop(),
        ...mailing.map((loop) => loop.stop()),
      ]);
    },
  };
}

/** Sends the mails of the outbox where there is a mail server, and forgets old ones. */
function mailLoops({ network: { db, clock, masterKeys, sendMail }, mail, onTrouble }: WorkerOptions): Loop[] {
  const forgetting = everySoOften(
    PRUNE_EVERY_MS,
    () => forgetOldMails({ db, clock }),
    (error) => onTrouble(error, 'forgetting old mails'),
  );
  if (mail === undefined) return [forgetting];
  const deps = { db, clock, masterKeys, mailer: createMailer(mail), publicUrl: mail.publicUrl };
  const onGivenUp = ({
    id,
    kind,
    error,
  }: {
    readonly id: string;
    readonly kind: string;
    readonly error: string;
  }): void => onTrouble(new Error(`mail ${id} (${kind}) was given up: ${error}`), 'sending mails');
  const sending = everySoOften(
    MAIL_EVERY_MS,
    () => deliverMails({ ...deps, onGivenUp }),
    (error) => onTrouble(error, 'sending mails'),
  );
  const telling = everySoOften(
    NOTICE_MAIL_EVERY_MS,
    () => db.transaction({ role: 'system' }, (tx) => mailNotices(tx, sendMail, clock.now())),
    (error) => onTrouble(error, 'mailing of notices'),
  );
  return [forgetting, sending, telling];
}

/** What identifies a person goes first: what is archived has been reduced long before. */
async function ageClicks({ network: { db, clock }, dataDir, clicksKept }: WorkerOptions): Promise<void> {
  if (clicksKept === undefined) return;
  await reduceOldClicks({ db, clock, personalDays: clicksKept.personalDays });
  if (clicksKept.months === null) return;
  await archiveOldMonths({ db, clock, directory: archiveDirectory(dataDir), monthsKept: clicksKept.months });
}

/** Carries the clicks of all edges of this data directory into the store. */
export function networkShipper({ network, dataDir, onTrouble }: WorkerOptions): Shipper {
  return createShipper({
    db: network.db,
    spoolDir: spoolRoot(dataDir),
    clock: network.clock,
    onStored: network.onStored,
    onTrouble: (error) => onTrouble(error, 'shipping clicks'),
  });
}

interface Loop {
  stop(): Promise<void>;
}

/** Runs `work` every `milliseconds`, never twice at once; a failure is told and does not end it. */
function everySoOften(milliseconds: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Loop {
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .catch(onError)
      .finally(() => {
        busy = false;
      });
  }, milliseconds);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
