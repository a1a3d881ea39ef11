import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { shownValue } from '../../contract/errors/index.ts';
import { formatInstant, type Instant, parseInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import { type Caller, requireCaller } from '../accounts/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import { type Coupon, couponStatus } from './model.ts';
import { createCoupon, endCoupon } from './service.ts';
import { couponsAfter } from './store.ts';

export interface CouponRoutes {
  readonly db: Database;
  readonly clock: Clock;
}

const PAGE_DEFAULT = 100;
const PAGE_MAX = 500;
/** Below every id. */
const FIRST_ID = '00000000-0000-0000-0000-000000000000';
/** Codes are words; nothing longer is looked up. */
const WORD_CHARACTERS_MAX = 100;
/** Longer than any RFC 3339 text. */
const INSTANT_CHARACTERS_MAX = 40;

const couponAnswer = z.object({
  id: z.string(),
  program: z.string(),
  code: z.string(),
  ad_space: z.string().nullable().describe('Id of the ad space it was given to; null: the code is public.'),
  valid_from: z.string(),
  valid_until: z.string().nullable().describe('Excluded; null is open.'),
  status: z.enum(['upcoming', 'valid', 'ended']),
  created_at: z.string(),
});

const page = z.object({
  coupons: z.array(couponAnswer),
  next: z.string().nullable().describe('Send it as `after`.'),
});

const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_DEFAULT),
  after: z.uuid().or(z.literal(FIRST_ID)).default(FIRST_ID),
});

const time = z.string().max(INSTANT_CHARACTERS_MAX).describe('RFC 3339.');
const newCoupon = z.strictObject({
  code: z.string().describe('1 to 64 visible characters; the case does not matter.'),
  ad_space: z.uuid().nullable().default(null).describe('Id of an ad space that has joined; null makes a public code.'),
  valid_from: time.optional().describe('RFC 3339, not in the past; now if left out.'),
  valid_until: time.nullable().default(null).describe('RFC 3339, excluded; null is open.'),
});
const end = z.strictObject({ valid_until: time.optional().describe('RFC 3339, not in the past; now if left out.') });

/**
 * `/api/v1/programs/{code}/coupons` for the program's advertiser (list, make, end) and `GET /api/v1/coupons` for publishers: the codes
 * given to their ad spaces and the public ones of programs they have joined.
 */
export function couponRoutes({ db, clock }: CouponRoutes): FastifyPluginAsyncZod {
  const code = z.string().max(WORD_CHARACTERS_MAX);
  const config = { access: callerAccess('coupons', 'advertiser') };
  const listed = async ({ orgId }: Caller, program: string | null, query: z.output<typeof listQuery>) => {
    const { limit, after } = query;
    // One more than asked tells whether there is a next page.
    const found = await db.transaction({ role: 'app', org: orgId }, (tx) =>
      couponsAfter(tx, program, after, limit + 1),
    );
    const coupons = found.slice(0, limit);
    const next = found.length > limit ? (coupons.at(-1)?.id ?? null) : null;
    return { coupons: coupons.map((coupon) => shown(coupon, clock.now())), next };
  };
  return async (app) => {
    const params = z.object({ code });
    const list = { params, querystring: listQuery, response: { 200: page } };
    app.get('/api/v1/programs/:code/coupons', { config, schema: list }, async (request) => {
      const caller = requireCaller(request);
      await requireOwnProgram(db, caller, request.params.code);
      return listed(caller, request.params.code, request.query);
    });

    const create = { params, body: newCoupon, response: { 201: couponAnswer } };
    app.post('/api/v1/programs/:code/coupons', { config, schema: create }, async (request, reply) => {
      const caller = requireCaller(request);
      await requireOwnProgram(db, caller, request.params.code);
      const { body } = request;
      const input = {
        program: request.params.code,
        code: body.code,
        adSpaceId: body.ad_space,
        ...(body.valid_from === undefined ? {} : { validFrom: readInstant('valid_from', body.valid_from) }),
        validUntil: body.valid_until === null ? null : readInstant('valid_until', body.valid_until),
        at: clock.now(),
        actor: caller.actor,
      };
      const coupon = valueOrRefuse(await db.transaction({ role: 'system' }, (tx) => createCoupon(tx, input)));
      return reply.code(201).send(shown(coupon, input.at));
    });

    const one = { params: z.object({ code, id: z.uuid() }), body: end, response: { 200: couponAnswer } };
    app.post('/api/v1/programs/:code/coupons/:id/end', { config, schema: one }, async (request) => {
      const caller = requireCaller(request);
      const { code: program, id } = request.params;
      await requireOwnProgram(db, caller, program);
      const at = clock.now();
      const { valid_until: asked } = request.body;
      const until = asked === undefined ? at : readInstant('valid_until', asked);
      const input = { program, id, until, at, actor: caller.actor };
      return shown(valueOrRefuse(await db.transaction({ role: 'system' }, (tx) => endCoupon(tx, input))), at);
    });

    const publisher = { access: callerAccess('coupons', 'publisher') };
    const mine = { querystring: listQuery, response: { 200: page } };
    app.get('/api/v1/coupons', { config: publisher, schema: mine }, (request) =>
      listed(requireCaller(request), null, request.query),
    );
  };
}

/** A foreign program is told like one that does not exist. */
async function requireOwnProgram(db: Database, { orgId }: Caller, code: string): Promise<void> {
  const program = await db.transaction({ role: 'app', org: orgId }, (tx) => programByCode(tx, code));
  if (program?.advertiserOrg !== orgId) refuse(noProgram(code));
}

function readInstant(field: string, text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed.ok) return parsed.value;
  return refuse({
    code: 'field_invalid',
    field,
    value: shownValue(text),
    detail: `Expected ${parsed.error.expected}.`,
    expected: { kind: 'instant' },
  });
}

function shown(coupon: Coupon, now: Instant): z.input<typeof couponAnswer> {
  return {
    id: coupon.id,
    program: coupon.program,
    code: coupon.code,
    ad_space: coupon.adSpaceId,
    valid_from: formatInstant(coupon.validFrom),
    valid_until: coupon.validUntil === null ? null : formatInstant(coupon.validUntil),
    status: couponStatus(coupon, now),
    created_at: formatInstant(coupon.createdAt),
  };
}
