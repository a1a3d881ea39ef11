import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { shownValue } from '../../contract/errors/index.ts';
import {
  accountHistoryQuery,
  accountParams,
  accountsQuery,
  entriesQuery,
  entryParams,
  type LedgerAccount,
  type LedgerEntry,
  type LedgerState,
  ledgerAccountDetail,
  ledgerAccountPage,
  ledgerEntry,
  ledgerEntryPage,
  ledgerHistoryPage,
  ledgerState,
} from '../../contract/wire/ledger.ts';
import { formatAmount } from '../../core/money/money.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable } from '../../platform/db/index.ts';
import { callerAccess, refuse } from '../../platform/http/index.ts';
import { type BookCheck, bookCheck } from './book-check.ts';
import * as store from './browse-store.ts';

export interface LedgerBrowserDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Names of organisations by id; the accounts module knows. */
  readonly namesOf: (q: Queryable, ids: readonly string[]) => Promise<ReadonlyMap<string, string>>;
}

const SYSTEM = { role: 'system' } as const;
const config = { access: callerAccess('ledger', 'operator') };

/** `/api/v1/ledger/…`: the books account by account and entry by entry, down to the posting and its seal. For operators. */
export function ledgerBrowserRoutes(deps: LedgerBrowserDeps): FastifyPluginAsyncZod {
  return async (app) => {
    await app.register(accountRoutes(deps));
    await app.register(entryRoutes(deps));
    await app.register(stateRoutes(deps));
  };
}

type Named = ReadonlyMap<string, string>;

function accountRoutes({ db, namesOf }: LedgerBrowserDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: accountsQuery, response: { 200: ledgerAccountPage } };
    app.get('/api/v1/ledger/accounts', { config, schema: list }, ({ query }) => {
      const { kind = null, program = null, organisation: org = null, currency = null, limit } = query;
      const after = BigInt(query.after ?? 0);
      return db.transaction(SYSTEM, async (tx) => {
        const asked = { kind, program, org, currency, after, limit: limit + 1 };
        const found = await store.accountsAfter(tx, asked);
        const rows = found.slice(0, limit);
        const names = await namesOf(tx, orgsOf(rows));
        const accounts = rows.map((row) => ({ ...shownAccount(row, names), balance: shownAmount(row, row.balance) }));
        return { accounts, next: found.length > limit ? String(rows.at(-1)?.id) : null };
      });
    });

    const one = { params: accountParams, response: { 200: ledgerAccountDetail } };
    app.get('/api/v1/ledger/accounts/:id', { config, schema: one }, ({ params: { id } }) =>
      db.transaction(SYSTEM, async (tx) => {
        const row = (await store.accountWithProof(tx, Number(id))) ?? refuse(nothing('account', id));
        const names = await namesOf(tx, orgsOf([row]));
        const [balance, rebuilt] = [shownAmount(row, row.balance), shownAmount(row, row.rebuilt)];
        return { ...shownAccount(row, names), balance, rebuilt, postings: Number(row.postings) };
      }),
    );

    const history = {
      params: accountParams,
      querystring: accountHistoryQuery,
      response: { 200: ledgerHistoryPage },
    };
    app.get('/api/v1/ledger/accounts/:id/history', { config, schema: history }, ({ params: { id }, query }) => {
      const before = query.before === undefined ? null : BigInt(query.before);
      return db.transaction(SYSTEM, async (tx) => {
        const found = await store.accountPostings(tx, Number(id), before, query.limit + 1);
        const rows = found.slice(0, query.limit);
        const postings = rows.map((row) => ({
          posting: String(row.posting),
          entry: shownEntry(row),
          ...money(row.amount, row.currency),
        }));
        return { postings, next: found.length > query.limit ? String(rows.at(-1)?.posting) : null };
      });
    });
  };
}

function entryRoutes({ db, namesOf }: LedgerBrowserDeps): FastifyPluginAsyncZod {
  return async (app) => {
    const list = { querystring: entriesQuery, response: { 200: ledgerEntryPage } };
    app.get('/api/v1/ledger/entries', { config, schema: list }, ({ query }) => {
      const { kind = null, program = null, order_id: orderId = null, limit } = query;
      if (orderId !== null && program === null) {
        const detail = 'Expected program beside order_id: the same order id may stand in several programs.';
        return refuse({ code: 'field_required', field: 'program', detail });
      }
      const before = query.before === undefined ? null : BigInt(query.before);
      return db.transaction(SYSTEM, async (tx) => {
        const found = await store.entriesBefore(tx, { kind, program, orderId, before, limit: limit + 1 });
        const rows = found.slice(0, limit);
        const credits = await store.creditsOf(
          tx,
          rows.map(({ id }) => id),
        );
        const entries = rows.map((row) => {
          const moved = credits.filter((credit) => credit.entry_id === row.id);
          return { ...shownEntry(row), moved: moved.map(({ amount, currency }) => money(amount, currency)) };
        });
        return { entries, next: found.length > limit ? String(rows.at(-1)?.posting) : null };
      });
    });

    const one = { params: entryParams, response: { 200: ledgerEntry } };
    app.get('/api/v1/ledger/entries/:id', { config, schema: one }, ({ params: { id } }) =>
      db.transaction(SYSTEM, async (tx) => {
        const row = (await store.wholeEntry(tx, id)) ?? refuse(nothing('entry', id));
        const postings = await store.postingsOf(tx, id);
        return shownWhole(row, postings, await namesOf(tx, orgsOf(postings)));
      }),
    );
  };
}

function stateRoutes({ db, clock }: LedgerBrowserDeps): FastifyPluginAsyncZod {
  const response = { 200: ledgerState };
  return async (app) => {
    const check = bookCheck({ db, clock, onTrouble: (error) => app.log.error(error, 'checking the whole book') });
    app.get('/api/v1/ledger/state', { config, schema: { response } }, () =>
      db.transaction(SYSTEM, (tx) => stateOf(tx, check)),
    );
    app.post('/api/v1/ledger/checks', { config, schema: { response } }, () => {
      check.start();
      return db.transaction(SYSTEM, (tx) => stateOf(tx, check));
    });
  };
}

async function stateOf(q: Queryable, check: BookCheck): Promise<LedgerState> {
  // Links are numbered without a gap, as the check of the book proves: nobody counts millions of them to show this.
  const head = await store.sealHead(q);
  const sealed = head?.position ?? 0n;
  const { entries: unsealed } = await store.unsealedTail(q);
  const { running, last, failed } = check.state();
  return {
    entries: String(sealed + BigInt(unsealed)),
    sealed: String(sealed),
    unsealed: String(unsealed),
    head: head === null ? null : shownSeal(head),
    check: {
      running:
        running === null
          ? null
          : { done: String(running.done), total: String(running.total), since: formatInstant(running.since) },
      last:
        last === null
          ? null
          : {
              at: formatInstant(last.at),
              entries: String(last.verification.entries),
              totals: last.verification.totals.map(({ minor, currency }) => money(minor, currency)),
              findings: last.verification.findings.map(({ check: name, entryId, ...found }) => {
                return { check: name, entry: entryId, ...found, values: { ...found.values } };
              }),
            },
      failed,
    },
  };
}

function shownWhole(
  row: store.WholeEntryRow,
  postings: Awaited<ReturnType<typeof store.postingsOf>>,
  names: Named,
): LedgerEntry {
  const { fx_base: base, fx_quote: quote, fx_rate: rate, fx_source: source } = row;
  const hasRate = base !== null && quote !== null && rate !== null && source !== null;
  const { seal_position: position, seal_hash: hash, sealed_at: at } = row;
  const sums = new Map<string, bigint>();
  for (const { currency, amount } of postings) sums.set(currency, (sums.get(currency) ?? 0n) + amount);
  return {
    ...shownEntry(row),
    line_id: row.line_id,
    cause: { source: row.source, event_id: row.source_event_id },
    event: row.event,
    revision: row.revision,
    terms_version: row.terms_version,
    rule: row.rule,
    exchange: hasRate ? { pair: `${base}/${quote}`, rate, source } : null,
    reverses: row.reverses,
    reversed_by: row.reversed_by,
    postings: postings.map((posting) => ({
      posting: String(posting.posting),
      account: shownAccount(posting, names),
      ...money(posting.amount, posting.currency),
    })),
    sums: [...sums].map(([currency, minor]) => money(minor, currency)),
    content_hash: row.content_hash.toString('hex'),
    seal: position === null || hash === null || at === null ? null : shownSeal({ position, hash, at }),
  };
}

function shownSeal({ position, hash, at }: { readonly position: bigint; readonly hash: Buffer; readonly at: number }) {
  return { position: String(position), hash: hash.toString('hex'), at: formatInstant(at) };
}

function shownEntry({ id, kind, title, program, order_id, reason, recorded_at, effective_at }: store.EntryRow) {
  const times = { recorded_at: formatInstant(recorded_at), effective_at: formatInstant(effective_at) };
  return { id, kind, title, program, order_id, reason, ...times };
}

function shownAccount(row: store.AccountRow, names: Named): Omit<LedgerAccount, 'balance'> {
  const { id, kind, program, org_id: org, currency } = row;
  const organisation = org === null ? null : { id: org, name: names.get(org) ?? org };
  return { id: String(id), kind, program, organisation, currency };
}

function orgsOf(rows: readonly store.AccountRow[]): string[] {
  return rows.flatMap(({ org_id }) => org_id ?? []);
}

function shownAmount({ currency }: { readonly currency: string }, minor: bigint): string {
  return formatAmount({ minor, currency });
}

function money(minor: bigint, currency: string) {
  return { amount: formatAmount({ minor, currency }), currency };
}

function nothing(field: 'account' | 'entry', id: string) {
  return { code: 'not_found', field, value: shownValue(id), detail: `The ledger has no such ${field}.` } as const;
}
