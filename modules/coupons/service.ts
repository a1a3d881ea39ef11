import { randomUUID } from 'node:crypto';
import { type Expectation, ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { adSpacesById } from '../ad-spaces/index.ts';
import { partnershipById, partnershipsOf } from '../partnerships/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { type AskedCoupon, type Coupon, couponStatus, type GivenTo } from './model.ts';
import * as store from './store.ts';

/** Longest code that is given out; what buyers type at a till is shorter still. */
export const CODE_CHARACTERS_MAX = 64;
const CODE = new RegExp(`^[^\\s\\p{C}]{1,${CODE_CHARACTERS_MAX}}$`, 'u');

export interface NewCoupon {
  readonly program: string;
  readonly code: string;
  /** `null` makes a public code. */
  readonly adSpaceId: string | null;
  /** `at` if left out. */
  readonly validFrom?: Instant;
  readonly validUntil?: Instant | null;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Makes a coupon of a program. It cannot begin in the past: orders made since may be decided already, by their clicks. Needs a system
 * transaction; the caller has checked whose program it is. Refuses `not_found`, `field_invalid`, `ad_space_not_joined`, `coupon_taken`.
 */
export async function createCoupon(tx: Tx, input: NewCoupon): Promise<Result<Coupon>> {
  const { program: code, adSpaceId, at, actor } = input;
  const program = await programByCode(tx, code);
  if (program === null) return refused(noProgram(code));
  const validFrom = input.validFrom ?? at;
  const validUntil = input.validUntil ?? null;
  const wrong = wrongCode(input.code) ?? wrongInterval(validFrom, validUntil, at);
  if (wrong !== null) return refused(wrong);
  const partnership = adSpaceId === null ? null : await partnershipById(tx, adSpaceId, code);
  if (adSpaceId !== null && partnership?.status !== 'joined') return refused(notJoined(adSpaceId, code));
  await store.lockCode(tx, code, input.code);
  const other = await store.overlapping(tx, code, input.code, { from: validFrom, until: validUntil });
  if (other !== null) return refused(taken(input.code, other));
  const coupon: Coupon = {
    id: randomUUID(),
    program: code,
    advertiserOrg: program.advertiserOrg,
    code: input.code,
    adSpaceId,
    publisherOrg: partnership?.publisherOrg ?? null,
    validFrom,
    validUntil,
    createdAt: at,
  };
  await store.insertCoupon(tx, coupon, actor);
  const detail = { program: code, code: coupon.code, ad_space: adSpaceId, ...shownInterval(coupon) };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'coupon.created' as const, detail };
  await recordAudit(tx, { ...audit, subject: `coupon:${coupon.id}` });
  return ok(coupon);
}

/**
 * Ends a coupon at `until`, from then on it is given to nobody; one that has not begun by then never begins. Orders made before keep what
 * they were decided by. Needs a system transaction. Refuses `not_found`, `coupon_ended`, and `field_invalid` for an end in the past or
 * after the one it has.
 */
export async function endCoupon(
  tx: Tx,
  input: {
    readonly program: string;
    readonly id: string;
    readonly until: Instant;
    readonly at: Instant;
    readonly actor: string;
  },
): Promise<Result<Coupon>> {
  const { program, id, until, at, actor } = input;
  const coupon = await store.lockedCoupon(tx, program, id);
  if (coupon === null) return refused(noCoupon(id));
  if (couponStatus(coupon, at) === 'ended') {
    const detail = `The coupon ${coupon.code} ended ${formatInstant(coupon.validUntil ?? at)}.`;
    return refused({ code: 'coupon_ended', field: null, value: coupon.code, detail });
  }
  if (until < at || (coupon.validUntil !== null && until > coupon.validUntil)) {
    const last = coupon.validUntil === null ? '' : ` and no later than ${formatInstant(coupon.validUntil)}`;
    return refused(
      invalid('valid_until', formatInstant(until), `Expected no time before ${formatInstant(at)}${last}.`, {
        kind: 'not_before',
        value: formatInstant(at),
      }),
    );
  }
  const ended = { ...coupon, validUntil: Math.max(until, coupon.validFrom) };
  await store.setEnd(tx, id, ended.validUntil);
  const detail = { program, code: coupon.code, ...shownInterval(ended) };
  const audit = { at, actor, orgId: coupon.advertiserOrg, action: 'coupon.ended' as const, detail };
  await recordAudit(tx, { ...audit, subject: `coupon:${id}` });
  return ok(ended);
}

/**
 * The ad space to which each code was given when its order was made, in the order of the questions; `null` for a public, an unknown or an
 * ended code, and for an ad space that has left the program or was put out of it. Three queries, however many codes. Needs a system
 * transaction.
 */
export async function couponOwners(q: Queryable, asked: readonly AskedCoupon[]): Promise<(GivenTo | null)[]> {
  if (asked.length === 0) return [];
  const given = await store.adSpacesGiven(q, asked);
  const pairs = given.flatMap((adSpaceId, index) => {
    const program = asked[index]?.program;
    return adSpaceId === null || program === undefined ? [] : [{ adSpaceId, program }];
  });
  if (pairs.length === 0) return given.map(() => null);
  const adSpaces = await adSpacesById(q, [...new Set(pairs.map(({ adSpaceId }) => adSpaceId))]);
  const standing = new Map((await partnershipsOf(q, pairs)).map((each) => [`${each.adSpaceId} ${each.program}`, each]));
  return given.map((adSpaceId, index) => {
    const adSpace = adSpaces.get(adSpaceId ?? '');
    const partnership = standing.get(`${adSpaceId} ${asked[index]?.program}`);
    if (adSpace === undefined || partnership?.status !== 'joined') return null;
    return {
      adSpaceId: adSpace.id,
      adSpaceCode: adSpace.code,
      publisherOrg: adSpace.orgId,
      kind: adSpace.kind,
      trafficType: partnership.trafficType,
      dropshipping: adSpace.dropshipping,
      // It owns its orders too, so that they say why they earn nothing.
      blocked: adSpace.status !== 'active',
      agreed: partnership.agreed,
    };
  });
}

function wrongCode(code: string): Refusal | null {
  if (CODE.test(code)) return null;
  return invalid('code', code, `Expected 1 to ${CODE_CHARACTERS_MAX} visible characters without blanks.`, {
    kind: 'visible_max',
    count: CODE_CHARACTERS_MAX,
  });
}

function wrongInterval(from: Instant, until: Instant | null, at: Instant): Refusal | null {
  if (from < at) {
    return invalid('valid_from', formatInstant(from), `Expected no time before ${formatInstant(at)}, which is now.`, {
      kind: 'not_before',
      value: formatInstant(at),
    });
  }
  if (until === null || from < until) return null;
  return invalid('valid_until', formatInstant(until), `Expected a time after ${formatInstant(from)}.`, {
    kind: 'later_than',
    value: formatInstant(from),
  });
}

function invalid(field: string, value: string, detail: string, expected: Expectation): Refusal {
  return { code: 'field_invalid', field, value: shownValue(value), detail, expected };
}

/** The same words for an unknown ad space and for one that works elsewhere: an advertiser learns of its own partners only. */
function notJoined(adSpaceId: string, program: string): Refusal {
  const detail = `No ad space with this id has joined ${program}.`;
  return { code: 'ad_space_not_joined', field: 'ad_space', value: shownValue(adSpaceId), detail };
}

function taken(code: string, other: Coupon): Refusal {
  const { valid_from: from, valid_until: until } = shownInterval(other);
  const detail = `${other.code} is another coupon from ${from}${until === null ? ' on' : ` until ${until}`}.`;
  return { code: 'coupon_taken', field: 'code', value: shownValue(code), detail, extra: { coupon: other.id } };
}

function noCoupon(id: string): Refusal {
  return {
    code: 'not_found',
    field: 'coupon',
    value: shownValue(id),
    detail: 'There is no such coupon of this program.',
  };
}

function shownInterval({ validFrom, validUntil }: Coupon) {
  return {
    valid_from: formatInstant(validFrom),
    valid_until: validUntil === null ? null : formatInstant(validUntil),
  };
}
