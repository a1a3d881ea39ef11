import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { findings, findsMore } from './held.ts';
import { readAddress } from './hosts.ts';
import { brokenRule, type KindRule, kindRule } from './kinds.ts';
import type { AdSpace, AdSpaceStatus, Verdict } from './model.ts';
import { audited, createAdSpace, noAdSpace } from './service.ts';
import * as store from './store.ts';

/** More than this is not a publisher but a flood (T-28). */
const AD_SPACES_MAX = 500;

/** What a publisher says of an ad space, and may change later. */
export type Said = Pick<
  AdSpace,
  'name' | 'url' | 'description' | 'prelanderUrl' | 'dropshipping' | 'rewards' | 'behaviours'
>;

export interface Change {
  readonly orgId: string;
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * A publisher registers an ad space. It is `new` where its address must be proven, else `pending`; `rejected` at once where what it declares breaks
 * a conduct rule, which is named. Needs a system transaction. Refuses `field_invalid`, `field_required`, `ADDRESS_SHARED`, `AD_SPACES_TOO_MANY`.
 */
export async function registerAdSpace(
  tx: Tx,
  asked: Said & { readonly kind: string; readonly orgId: string; readonly at: Instant; readonly actor: string },
): Promise<Result<AdSpace>> {
  const { at, actor, ...said } = asked;
  const rule = kindRule(said.kind);
  if (rule === null) return refused(unknownKind(said.kind));
  const problem = saidProblem(rule, said);
  if (problem !== null) return refused(problem);
  if ((await store.countAdSpaces(tx, said.orgId)) >= AD_SPACES_MAX) return refused(tooMany());
  const adSpace = await createAdSpace(tx, {
    ...said,
    ...normalised(said, rule),
    trafficType: rule.trafficType,
    ...firstStanding(rule, said, at),
    heldFor: findings(said),
    at,
  });
  const detail = { kind: adSpace.kind, name: adSpace.name, url: adSpace.url, status: adSpace.status };
  await audited(tx, adSpace, { action: 'ad_space.registered', at, actor, detail });
  return ok(adSpace);
}

/**
 * Changes what was said. Another host must be proven anew; other declarations, dropshipping taken back, a likeness of a brand or a misleading
 * phrase are looked at anew; the rest changes nothing else. Needs a system transaction. Refuses as registering does, and `not_found`, `transition_not_possible`.
 */
export async function changeAdSpace(tx: Tx, change: Change, said: Partial<Said>): Promise<Result<AdSpace>> {
  const before = await store.lockedAdSpace(tx, change.id);
  if (before === null || before.orgId !== change.orgId) return refused(noAdSpace(change.id));
  if (before.status === 'blocked' || before.status === 'archived') {
    const detail = `The ad space is ${before.status}; it can be changed while it is not.`;
    return refused({
      code: 'transition_not_possible',
      field: 'status',
      value: before.status,
      detail,
      extra: { current: before.status },
    });
  }
  const next = { ...before, ...said };
  const rule = kindRule(before.kind);
  const problem = rule === null ? null : saidProblem(rule, next);
  if (problem !== null) return refused(problem);
  const after = restanding(rule, before, { ...next, ...normalised(next, rule) }, change.at);
  await store.putAdSpace(tx, after);
  const detail = { before: changedOf(before, said), after: changedOf(after, said), status: after.status };
  await audited(tx, after, { action: 'ad_space.changed', at: change.at, actor: change.actor, detail });
  return ok(after);
}

/** Puts an ad space away: its links earn nothing until it is brought back. A repeated call changes nothing. Refuses `not_found`. */
export async function archiveAdSpace(tx: Tx, change: Change): Promise<Result<AdSpace>> {
  return putAway(tx, change, 'archived');
}

/** Brings an ad space back to the state in which it was put away. Refuses `not_found`. */
export async function restoreAdSpace(tx: Tx, change: Change): Promise<Result<AdSpace>> {
  return putAway(tx, change, 'restored');
}

async function putAway(tx: Tx, change: Change, to: 'archived' | 'restored'): Promise<Result<AdSpace>> {
  const before = await store.lockedAdSpace(tx, change.id);
  if (before === null || before.orgId !== change.orgId) return refused(noAdSpace(change.id));
  if ((before.status === 'archived') === (to === 'archived')) return ok(before);
  const after: AdSpace =
    to === 'archived'
      ? { ...before, status: 'archived', archivedFrom: before.status }
      : { ...before, status: before.archivedFrom ?? 'new', archivedFrom: null };
  await store.putAdSpace(tx, after);
  const detail = { from: before.status, to: after.status };
  await audited(tx, after, { action: `ad_space.${to}`, at: change.at, actor: change.actor, detail });
  return ok(after);
}

/** Where an ad space of a publisher begins, by what it declares. */
function firstStanding(
  rule: KindRule,
  said: Said,
  at: Instant,
): { readonly status: 'new' | 'pending' | 'rejected'; readonly verdict: Verdict | null } {
  const broken = brokenRule({ ...said, kind: rule.kind });
  if (broken !== null) {
    const { rule: key, reason } = broken;
    return { status: 'rejected', verdict: { code: 'rules', rule: key, reason, by: 'rules', at } };
  }
  return { status: rule.proof === 'web' ? 'new' : 'pending', verdict: null };
}

function restanding(rule: KindRule | null, before: AdSpace, after: AdSpace, at: Instant): AdSpace {
  const heldFor = findings(after);
  if (rule === null) return { ...after, heldFor };
  const first = firstStanding(rule, after, at);
  const moved = hostOf(before.url) !== hostOf(after.url);
  const proof = moved ? { ...after.proof, method: null, provenAt: null, checkedAt: null } : after.proof;
  if (first.status === 'rejected' || (moved && rule.proof === 'web')) return { ...after, ...first, proof, heldFor };
  const held = findsMore(before.heldFor, heldFor);
  // Whoever declares dropshipping works on; whoever takes it back may have done so for the reward (S-108).
  const declares =
    moved ||
    (before.dropshipping && !after.dropshipping) ||
    after.rewards !== before.rewards ||
    after.prelanderUrl !== before.prelanderUrl ||
    after.behaviours.join() !== before.behaviours.join();
  const isOver = before.status === 'rejected';
  const looked: AdSpaceStatus = rule.proof === 'web' && proof.provenAt === null ? 'new' : 'pending';
  if (!isOver && !held && !declares) return { ...after, proof, heldFor };
  return { ...after, status: looked, verdict: null, proof, heldFor };
}

function hostOf(url: string | null): string {
  return url === null ? '' : new URL(url).host;
}

type Addresses = Pick<Said, 'url' | 'prelanderUrl'>;

/** Addresses as the URL parser writes them; they were read before. Of a site the place within a page is left out; a channel may have its name there. */
function normalised({ url, prelanderUrl }: Addresses, rule: KindRule | null): Addresses {
  const written = (text: string | null) => {
    if (text === null) return null;
    const address = new URL(text);
    if (rule?.address === 'site') address.hash = '';
    return address.href;
  };
  return { url: written(url), prelanderUrl: written(prelanderUrl) };
}

/** What is missing or wrong in what is said of a kind. */
function saidProblem(rule: KindRule, said: Said): Refusal | null {
  if (said.url === null && rule.address !== 'optional') return missing('url', 'the address of the ad space');
  for (const [field, text, own] of [
    ['url', said.url, rule.address === 'site'],
    ['prelander_url', said.prelanderUrl, true],
  ] as const) {
    const read = text === null ? null : readAddress(field, text, own);
    if (read !== null && 'code' in read) return read;
  }
  if (rule.asks.includes('description') && said.description === '')
    return missing('description', 'how and where visitors are reached');
  if (rule.asks.includes('behaviours') && said.behaviours.length === 0)
    return missing('behaviours', 'what the extension does; icon_notification if it only shows notices in its icon');
  return null;
}

function missing(field: string, what: string): Refusal {
  return { code: 'field_required', field, detail: `Expected ${what}.`, expected: { kind: 'filled' } };
}

function unknownKind(kind: string): Refusal {
  const detail = `kind: expected one of the kinds of GET /api/v1/ad-space-kinds; got ${shownValue(kind)}.`;
  return { code: 'field_invalid', field: 'kind', value: shownValue(kind), detail, expected: { kind: 'listed' } };
}

function tooMany(): Refusal {
  const detail = `There are ${AD_SPACES_MAX} ad spaces, archived ones among them; expected fewer.`;
  return { code: 'AD_SPACES_TOO_MANY', field: null, detail, extra: { max: AD_SPACES_MAX } };
}

function changedOf(adSpace: AdSpace, said: Partial<Said>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(adSpace).filter(([name]) => Object.hasOwn(said, name)));
}
