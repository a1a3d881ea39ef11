import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { ManyJudged, VerdictOnMany, WaitingEntry } from '../../contract/wire/many.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Database, Queryable, Tx } from '../../platform/db/index.ts';
import { organisationNames } from '../accounts/index.ts';
import { adSpacesById, heldWords } from '../ad-spaces/index.ts';
import { programsByCodes } from '../programs/index.ts';
import { misleadingOf } from './misleading.ts';
import type { Partnership } from './model.ts';
import { approve, decline, reopen } from './service.ts';
import { partnershipById, partnersOfAdvertiser } from './store.ts';

const SYSTEM = { role: 'system' } as const;
/** Of a longer queue, those that wait longest; the others follow as these are decided. */
const QUEUE_MAX = 5_000;

/** What is said of one of many. */
export interface OneOfMany extends Omit<VerdictOnMany, 'keys'> {
  readonly key: string;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Says the same of many: each in a transaction of its own with its record, so that one that is refused stops no other. What somebody else has
 * decided since it was looked at is left alone and named.
 */
export async function judgeEach(
  db: Database,
  keys: readonly string[],
  judge: (tx: Tx, key: string) => Promise<Result<unknown>>,
  /** What those are called that were left alone. */
  namesOf: (q: Queryable, keys: readonly string[]) => Promise<(key: string) => string>,
  onProgress: (done: number) => void,
): Promise<ManyJudged> {
  const decided: string[] = [];
  const refusals: Omit<ManyJudged['refused'][number], 'name'>[] = [];
  for (const [index, key] of [...new Set(keys)].entries()) {
    const judged = await db.transaction(SYSTEM, (tx) => judge(tx, key));
    if (judged.ok) decided.push(key);
    else refusals.push({ key, ...leftAlone(judged.error) });
    onProgress(index + 1);
  }
  const nameOf = await db.transaction(SYSTEM, (tx) =>
    namesOf(
      tx,
      refusals.map(({ key }) => key),
    ),
  );
  return { decided, refused: refusals.map((refusal) => ({ ...refusal, name: nameOf(refusal.key) })) };
}

function leftAlone({ code, detail, extra }: Refusal) {
  const current = extra?.['current'];
  return { code, detail, current: typeof current === 'string' ? current : null };
}

/** The key of an application: its ad space and its program. */
export function applicationKey({ adSpaceId, program }: Pick<Partnership, 'adSpaceId' | 'program'>): string {
  return `${adSpaceId}/${program}`;
}

const KEY = /^(?<adSpaceId>[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\/(?<program>.+)$/i;

function partsOf(key: string): { readonly adSpaceId: string; readonly program: string } | null {
  const { adSpaceId, program } = KEY.exec(key)?.groups ?? {};
  return adSpaceId === undefined || program === undefined ? null : { adSpaceId, program };
}

/**
 * A verdict on one application of a list; `mayJudge` says of an application that is there whether this is its judge's to say, and what is
 * refused as if it were not there. Needs a system transaction.
 */
export async function judgeApplication(
  tx: Tx,
  { key, verdict, reason = '', code = 'other', at, actor }: OneOfMany,
  mayJudge: (found: Partnership) => Promise<Result<unknown>> = async () => ok(null),
): Promise<Result<unknown>> {
  const parts = partsOf(key);
  const found = parts === null ? null : await partnershipById(tx, parts.adSpaceId, parts.program);
  if (parts === null || found === null) return refused(notInQueue(key));
  const allowed = await mayJudge(found);
  if (!allowed.ok) return allowed;
  const change = { ...parts, at, actor };
  if (verdict === 'reopen') return reopen(tx, { ...change, from: 'declined' });
  const waiting = { ...change, from: 'pending' } as const;
  return verdict === 'approve' ? approve(tx, waiting) : decline(tx, { ...waiting, reason, code });
}

export function notInQueue(key: string): Refusal {
  return { code: 'not_found', field: 'keys', value: key, detail: 'There is nothing of this name in the queue.' };
}

/** Applications go by their ad spaces; of another advertiser than `advertiserOrg` not even the name is told. */
export async function applicationNames(
  q: Queryable,
  keys: readonly string[],
  advertiserOrg: string | null,
): Promise<(key: string) => string> {
  const known = new Map<string, string>();
  for (const key of keys) {
    const parts = partsOf(key);
    const found = parts === null ? null : await partnershipById(q, parts.adSpaceId, parts.program);
    if (found !== null && (advertiserOrg === null || found.advertiserOrg === advertiserOrg))
      known.set(key, found.adSpaceId);
  }
  const adSpaces = await adSpacesById(q, [...new Set(known.values())]);
  return (key) => adSpaces.get(known.get(key) ?? '')?.name ?? key;
}

/** Applications that wait, the longest waiting first; of one advertiser, or of all with `null`. Needs a system transaction. */
export async function waitingEntries(
  q: Queryable,
  asked: { readonly advertiserOrg: string | null; readonly program: string | null },
): Promise<WaitingEntry[]> {
  const pending = { status: 'pending', adSpaceId: null, withoutAgreement: false, offset: 0, limit: QUEUE_MAX } as const;
  const { rows } = await partnersOfAdvertiser(q, { ...asked, ...pending });
  const adSpaces = await adSpacesById(q, [...new Set(rows.map(({ adSpaceId }) => adSpaceId))]);
  const programs = await programsByCodes(q, [...new Set(rows.map(({ program }) => program))]);
  const owners = await organisationNames(
    q,
    rows.map(({ publisherOrg }) => publisherOrg),
  );
  return rows.map((application) => {
    const adSpace = adSpaces.get(application.adSpaceId);
    return {
      key: applicationKey(application),
      name: adSpace?.name ?? application.adSpaceId,
      owner: owners.get(application.publisherOrg) ?? '',
      about: programs.get(application.program)?.name ?? application.program,
      kind: application.trafficType,
      since: formatInstant(application.appliedAt),
      attention: [
        ...(heldWords(adSpace, 'false_association').length > 0 ? (['brand_like'] as const) : []),
        ...(misleadingOf(adSpace, application).length > 0 ? (['misleading'] as const) : []),
        ...((adSpace?.rewards ?? 'none') === 'none' ? [] : (['rewards'] as const)),
        ...(adSpace?.dropshipping === true ? (['dropshipping'] as const) : []),
        ...(application.agreementNeeded && !application.agreed ? (['agreement_needed'] as const) : []),
        ...(adSpace?.kind === 'pop_with_prelander' ? (['network_decides'] as const) : []),
      ],
    };
  });
}

/** Those that have the text in anything that is shown of them. The names are of several modules, so that it is looked for here. */
export function fitting(entries: readonly WaitingEntry[], text: string | null): readonly WaitingEntry[] {
  if (text === null) return entries;
  const sought = text.toLocaleLowerCase();
  return entries.filter(({ name, owner, about }) =>
    [name, owner, about].some((shown) => shown.toLocaleLowerCase().includes(sought)),
  );
}
