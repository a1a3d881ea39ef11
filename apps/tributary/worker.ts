import type { JobName } from '../../contract/wire/health.ts';
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
import {
  copyPlaceSubids,
  foldSubids,
  pruneStatistics,
  settleActions,
  settleClicks,
  sumLinkDays,
  sumSubidDays,
} from '../../modules/stats/index.ts';
import type { Config } from '../../platform/config/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { createMailer } from '../../platform/mail/index.ts';
import { spoolRoot } from '../edge/index.ts';
import type { Network } from './network.ts';
import { type JobBooks, jobBooks } from './watch/jobs.ts';
import { mailNotices } from './wiring/notice-mails.ts';
import { tellOfDeclinedDays } from './wiring/notices.ts';
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
/** A day's alarms are told within the hour in which it ends. */
const ALARM_EVERY_MS = 1_800_000;
/** Whoever waits for a mail looks into the mailbox at once. */
const MAIL_EVERY_MS = 2_000;
/** Notices are collected for an hour (modules/notifications). */
const NOTICE_MAIL_EVERY_MS = 60_000;
const PRUNE_EVERY_MS = 6 * 3_600_000;
/** How often the books learn how shipper and sealer are. */
const LOOK_EVERY_MS = 2_000;

export function startWorker(options: WorkerOptions): Worker {
  const { db, clock } = options.network;
  const shipper = networkShipper(options);
  const sealer = createSealer({ db, clock });
  const books = jobBooks({ db, clock });
  shipper.start();
  sealer.start();
  const loops = [
    everySoOften(
      books,
      watching('clicks_shipped', () => shipper.status().trouble),
      () => undefined,
    ),
    everySoOften(
      books,
      watching('ledger_sealed', () => sealer.state().lastError?.message ?? null),
      () => undefined,
    ),
    ...jobsOf(options).map((job) => everySoOften(books, job, (error) => options.onTrouble(error, job.what))),
  ];
  books.start();
  return {
    shipper,
    stop: async () => {
      // Two rounds of one shipper at once would trip over each other: the last one begins when its loop has ended.
      await shipper.stop();
      await shipper.runOnce().catch((error: unknown) => options.onTrouble(error, 'shipping the last clicks'));
      await Promise.all([sealer.stop(), ...loops.map((loop) => loop.stop())]);
      await books.stop();
    },
  };
}

/** Something that is done again and again. */
interface Repeated {
  readonly name: JobName;
  readonly everyMs: number;
  readonly work: () => Promise<unknown>;
  /** For the log, after "failed while". */
  readonly what: string;
}

/** Shipper and sealer have loops of their own; of these the books learn how they are. */
function watching(name: JobName, troubleOf: () => string | null): Repeated {
  const work = async (): Promise<void> => {
    const trouble = troubleOf();
    if (trouble !== null) throw new Error(trouble);
  };
  return { name, everyMs: LOOK_EVERY_MS, work, what: '' };
}

function jobsOf(options: WorkerOptions): Repeated[] {
  const { db, clock, orders } = options.network;
  const job = (name: JobName, everyMs: number, work: Repeated['work'], what: string): Repeated => {
    return { name, everyMs, work, what };
  };
  const inSystem = <T>(work: (tx: Tx) => Promise<T>) => db.transaction({ role: 'system' }, work);
  const told = () =>
    inSystem(async (tx) => {
      await tellOfTrafficAlarms(tx, clock.now());
      await tellOfDeclinedDays(tx, clock.now());
    });
  const pruned = () => inSystem((tx) => pruneStatistics(tx, clock.now()));
  const folded = async () => {
    await inSystem(settleActions);
    await inSystem((tx) => foldSubids(tx, clock.now()));
    await inSystem((tx) => sumSubidDays(tx, clock.now()));
    await inSystem((tx) => sumLinkDays(tx, clock.now()));
    await inSystem((tx) => copyPlaceSubids(tx, clock.now()));
  };
  const forgotten = () => forgetOldMessages(db, clock.now());
  return [
    job('orders_retried', RETRY_EVERY_MS, () => retryPending(orders), 'deciding orders again'),
    job('clicks_counted', SETTLE_EVERY_MS, () => inSystem(settleClicks), 'adding clicks to the reports'),
    job('subids_folded', FOLD_EVERY_MS, folded, 'summing actions and SubIDs of single clicks'),
    job('indicators_told', ALARM_EVERY_MS, told, 'telling of critical indicators'),
    job('visitors_forgotten', PRUNE_EVERY_MS, pruned, 'forgetting old visitors'),
    job('messages_forgotten', PRUNE_EVERY_MS, forgotten, 'forgetting old signed messages'),
    job('clicks_aged', PRUNE_EVERY_MS, () => ageClicks(options), 'reducing and archiving old clicks'),
    ...mailJobs(options),
  ];
}

/** Sends the mails of the outbox where there is a mail server, and forgets old ones. */
function mailJobs({ network: { db, clock, masterKeys, sendMail }, mail, onTrouble }: WorkerOptions): Repeated[] {
  const forgotten = (): Promise<unknown> => forgetOldMails({ db, clock });
  const forgetting: Repeated = {
    name: 'mails_forgotten',
    everyMs: PRUNE_EVERY_MS,
    work: forgotten,
    what: 'forgetting old mails',
  };
  if (mail === undefined) return [forgetting];
  const deps = { db, clock, masterKeys, mailer: createMailer(mail), publicUrl: mail.publicUrl };
  const onGivenUp = (given: { readonly id: string; readonly kind: string; readonly error: string }): void =>
    onTrouble(new Error(`mail ${given.id} (${given.kind}) was given up: ${given.error}`), 'sending mails');
  const telling = (): Promise<unknown> =>
    db.transaction({ role: 'system' }, (tx) => mailNotices(tx, sendMail, clock.now()));
  return [
    forgetting,
    {
      name: 'mails_sent',
      everyMs: MAIL_EVERY_MS,
      work: () => deliverMails({ ...deps, onGivenUp }),
      what: 'sending mails',
    },
    { name: 'notices_mailed', everyMs: NOTICE_MAIL_EVERY_MS, work: telling, what: 'mailing of notices' },
  ];
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

/** Does the work again and again, never twice at once; a failure is told, stands in the books, and does not end it. */
function everySoOften(books: JobBooks, { name, everyMs, work }: Repeated, onError: (error: unknown) => void): Loop {
  const rounds = books.take(name, everyMs);
  let running: Promise<unknown> = Promise.resolve();
  let busy = false;
  const timer = setInterval(() => {
    if (busy) return;
    busy = true;
    running = work()
      .then(rounds.ended, (error: unknown) => {
        rounds.failed(error);
        onError(error);
      })
      .finally(() => {
        busy = false;
      });
  }, everyMs);
  timer.unref();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
