import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { type TestDatabase, testDatabase } from '../../platform/db/testing.ts';
import { createHttpServer, type HttpServer } from '../../platform/http/index.ts';
import { auditOf, createOrganisation } from '../accounts/index.ts';
import {
  changeProgram,
  createProgram,
  headingStatus,
  hostAllowed,
  listPrograms,
  type NewProgram,
  programByCampaignCode,
  programByCode,
  programRoutes,
  renewProgramKeys,
  revisionSecretOf,
  rotateSigningSecret,
  setRecruiting,
  setTrafficTypes,
  signingSecretsOf,
  type TrafficTypeRule,
  trafficTypesOf,
  verifyPostbackKey,
} from './index.ts';

const NO_FIGURES = { metricsOf: async () => new Map(), withProducts: async () => new Set<string>() };
const SYSTEM = { role: 'system' } as const;
const AT = Date.parse('2022-06-15T09:00:00.000Z');
const BY = { at: AT, actor: 'test' };
const keys = { current: randomBytes(32), previous: [] };
let t: TestDatabase;
let db: Database;
let app: HttpServer;
let advertiser: string;
let other: string;

beforeAll(async () => {
  t = await testDatabase();
  db = t.db;
  const organisation = (name: string) =>
    db.transaction(SYSTEM, (tx) => createOrganisation(tx, { kind: 'advertiser', name, at: AT }));
  advertiser = (await organisation('Shop')).id;
  other = (await organisation('Other shop')).id;
  app = createHttpServer({ logger: null, trustedProxies: [] });
  app.register(programRoutes({ db, offers: NO_FIGURES }));
});
afterAll(async () => {
  await app.close();
  await t.drop();
});

const settings = (more: Partial<NewProgram> = {}): NewProgram => ({
  code: `shop-${randomUUID().slice(0, 8)}`,
  name: 'Shop',
  advertiserOrg: advertiser,
  homeUrl: 'https://shop.example/home',
  allowedHosts: ['shop.example', '*.shop.example'],
  ...BY,
  ...more,
});
const create = (more: Partial<NewProgram> = {}) =>
  db.transaction(SYSTEM, (tx) => createProgram(tx, settings(more), keys));

async function made(more: Partial<NewProgram> = {}) {
  const result = await create(more);
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

describe('a program', () => {
  test('is found by its code and by its campaign code, as it was made', async () => {
    const { program } = await made({
      landingPatterns: [{ kind: 'item', path: '/item/{product}.html' }],
      geoRouting: { pair: 'sibling', mode: 'test', share: 0.123456, countries: ['RU', 'KZ'] },
      clickParameter: 'admitad_uid',
      defaultCurrency: 'USD',
      timeZone: 'Europe/Moscow',
      cookieMs: 259_200_000,
      joinsAlso: ['sibling'],
      rulesWith: ['sibling'],
    });
    expect(program.campaignCode).toMatch(/^[0-9a-f]{10}$/);
    const [byCode, byCampaign, all] = await db.transaction(SYSTEM, async (tx) => [
      await programByCode(tx, program.code),
      await programByCampaignCode(tx, program.campaignCode),
      await listPrograms(tx),
    ]);
    expect(byCode).toEqual(program);
    expect(byCampaign).toEqual(program);
    expect(all).toContainEqual(program);
  });

  test('has a code that nobody else gets', async () => {
    const { program } = await made();
    expect(await create({ code: program.code })).toMatchObject({
      error: { code: 'program_exists', value: program.code },
    });
    expect(await create({ campaignCode: program.campaignCode })).toMatchObject({ error: { code: 'program_exists' } });
  });

  test.each<[string, Partial<NewProgram>]>([
    ['code', { code: 'Shop One' }],
    ['home_url', { homeUrl: 'https://evil.example/' }],
    ['home_url', { homeUrl: 'javascript:alert(1)' }],
    ['home_url', { homeUrl: 'https://user@shop.example/' }],
    ['home_url', { homeUrl: 'https://shop.example.evil.example/' }],
    ['fallback_url', { fallbackUrl: 'https://evil.example/' }],
    ['allowed_hosts', { allowedHosts: [] }],
    ['allowed_hosts', { allowedHosts: ['shop.example', 'Shop.Example'] }],
    ['allowed_hosts', { allowedHosts: ['shop.example', '*'] }],
    ['landing_patterns', { landingPatterns: [{ kind: 'item', path: 'item/{product}' }] }],
    ['landing_patterns', { landingPatterns: [{ kind: 'item', path: '/{thing}' }] }],
    ['landing_patterns', { landingPatterns: [{ kind: 'item', path: '/{product}/{product}' }] }],
    ['landing_patterns', { landingPatterns: [{ kind: 'item', path: '/*a*a*' }] }],
    ['click_parameter', { clickParameter: 'a&b' }],
    ['time_zone', { timeZone: 'Mars/Base' }],
    ['default_currency', { defaultCurrency: 'rub' }],
    ['cookie_ms', { cookieMs: 0.5 }],
    ['geo_routing.share', { geoRouting: { pair: 'x', mode: 'test', share: 1.1, countries: null } }],
    ['geo_routing.pair', { geoRouting: { pair: null, mode: 'on', share: 1, countries: null } }],
    ['geo_routing.countries', { geoRouting: { pair: 'x', mode: 'on', share: 1, countries: [] } }],
    ['geo_routing.countries', { geoRouting: { pair: 'x', mode: 'on', share: 1, countries: ['RUS'] } }],
    ['geo_routing.countries', { geoRouting: { pair: 'x', mode: 'on', share: 1, countries: ['RU', 'RU'] } }],
    ['recruiting.reason', { recruiting: { state: 'suspended', reason: null, since: AT } }],
  ])('with a wrong %s is refused, naming it: %j', async (field, more) => {
    expect(await create(more)).toMatchObject({
      error: { code: 'field_invalid', field, detail: expect.stringContaining('expected') },
    });
  });

  test('never changes its codes, and every change is in the audit with what was before (I-34)', async () => {
    const { program } = await made();
    const changed = await db.transaction(SYSTEM, (tx) =>
      changeProgram(
        tx,
        program.code,
        { status: 'stopped', fallbackUrl: 'https://shop.example/bye' },
        { at: AT + 1, actor: 'user:ada' },
      ),
    );
    expect(changed).toEqual({
      ok: true,
      value: { ...program, status: 'stopped', fallbackUrl: 'https://shop.example/bye' },
    });
    const audit = await db.transaction(SYSTEM, (tx) => auditOf(tx, `program:${program.code}`, 10));
    expect(audit.map(({ action, actor, detail }) => ({ action, actor, detail }))).toEqual([
      {
        action: 'program.changed',
        actor: 'user:ada',
        detail: {
          before: { status: 'active', fallbackUrl: null },
          after: { status: 'stopped', fallbackUrl: 'https://shop.example/bye' },
        },
      },
      { action: 'program.created', actor: 'test', detail: { name: 'Shop' } },
    ]);
    expect(await db.transaction(SYSTEM, (tx) => changeProgram(tx, 'nowhere', {}, BY))).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

describe('hosts', () => {
  test('are allowed by their name or below a star, never by how they look', () => {
    const allowed = ['shop.example', '*.shop.example'];
    for (const host of ['shop.example', 'www.shop.example', 'a.b.shop.example'])
      expect(hostAllowed(allowed, host)).toBe(true);
    for (const host of ['evilshop.example', 'shop.example.evil', 'example', '', 'shop.example.'])
      expect(hostAllowed(allowed, host)).toBe(false);
    expect(hostAllowed(['*.shop.example'], 'shop.example')).toBe(false);
  });
});

describe('secrets', () => {
  test('prove themselves and are in no row in plain text (T-32)', async () => {
    const { program, postbackKey, revisionSecret, signingSecret } = await made();
    expect([postbackKey.length, revisionSecret.length]).toEqual([32, 40]);
    // 43 characters of base64 are 256 bits, above the 192 that T-18 asks for.
    expect(signingSecret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [good, bad, unknown, secret, rows] = await db.transaction(SYSTEM, async (tx) => [
      await verifyPostbackKey(tx, program.code, postbackKey),
      await verifyPostbackKey(tx, program.code, `${postbackKey}x`),
      await verifyPostbackKey(tx, 'nowhere', postbackKey),
      await revisionSecretOf(tx, program.code, keys),
      await tx.query(
        `select row_to_json(s)::text, encode(revision_secret_box, 'escape') as box,
           encode(signing_secret_box, 'escape') as signing from programs.secret s`,
      ),
    ]);
    expect([good, bad, unknown, secret]).toEqual([true, false, false, revisionSecret]);
    for (const plain of [postbackKey, revisionSecret, signingSecret]) expect(JSON.stringify(rows)).not.toContain(plain);
  });

  test('survive a change of the master key and end when they are renewed', async () => {
    const { program, postbackKey, revisionSecret } = await made();
    const rotated = { current: randomBytes(32), previous: [keys.current] };
    const read = () => db.transaction(SYSTEM, (tx) => revisionSecretOf(tx, program.code, rotated));
    expect(await read()).toBe(revisionSecret);
    const renewed = await db.transaction(SYSTEM, (tx) => renewProgramKeys(tx, program.code, rotated, BY));
    expect(await read()).toBe(renewed.ok && renewed.value.revisionSecret);
    expect(await db.transaction(SYSTEM, (tx) => verifyPostbackKey(tx, program.code, postbackKey))).toBe(false);
    await expect(db.transaction(SYSTEM, (tx) => revisionSecretOf(tx, program.code, keys))).rejects.toThrow(
      'another master key',
    );
  });

  test('a new signing secret counts beside the one before it until a date, and never more than two count (T-18)', async () => {
    const { program, signingSecret: first } = await made();
    const secretsAt = (at: number) => db.transaction(SYSTEM, (tx) => signingSecretsOf(tx, program.code, keys, at));
    const rotate = async (at: number, overlapMs: number) => {
      const change = { at, actor: 'test', overlapMs };
      const rotated = await db.transaction(SYSTEM, (tx) => rotateSigningSecret(tx, program.code, keys, change));
      if (!rotated.ok) throw new Error(rotated.error.detail);
      expect(rotated.value.previousUntil).toBe(at + overlapMs);
      return rotated.value.signingSecret;
    };
    expect(await secretsAt(AT)).toEqual([first]);
    const second = await rotate(AT, 1_000);
    expect(await secretsAt(AT + 999)).toEqual([second, first]);
    expect(await secretsAt(AT + 1_000)).toEqual([second]);
    const third = await rotate(AT + 500, 1_000);
    expect(await secretsAt(AT + 501)).toEqual([third, second]);
    expect(await secretsAt(AT + 1_500)).toEqual([third]);
    const fourth = await rotate(AT + 600, 0);
    expect(await secretsAt(AT + 600)).toEqual([fourth]);
    expect(new Set([first, second, third, fourth]).size).toBe(4);
    const audit = await db.transaction(SYSTEM, (tx) => auditOf(tx, `program:${program.code}`, 10));
    expect(audit.filter(({ action }) => action === 'program.signing_secret_rotated')).toHaveLength(3);
    for (const secret of [first, second, third, fourth]) expect(JSON.stringify(audit)).not.toContain(secret);
    await db.transaction(SYSTEM, (tx) => renewProgramKeys(tx, program.code, keys, BY));
    expect(await secretsAt(AT)).not.toContain(fourth);
  });

  test('a rotation names what it refuses, and an unknown program has no signing secret', async () => {
    const { program } = await made();
    const rotate = (code: string, overlapMs: number) =>
      db.transaction(SYSTEM, (tx) => rotateSigningSecret(tx, code, keys, { ...BY, overlapMs }));
    expect(await rotate('nowhere', 0)).toMatchObject({ ok: false, error: { code: 'not_found' } });
    for (const overlapMs of [-1, 0.5, 31 * 86_400_000]) {
      const refusal = { code: 'field_invalid', field: 'overlapMs', value: String(overlapMs) };
      expect(await rotate(program.code, overlapMs)).toMatchObject({ ok: false, error: refusal });
    }
    expect(await db.transaction(SYSTEM, (tx) => signingSecretsOf(tx, 'nowhere', keys, AT))).toEqual([]);
  });

  test('are seen by the advertiser alone, and no tenant writes them (I-32, I-33)', async () => {
    await made();
    await made({ advertiserOrg: other });
    const seen = (org: string | null, table: string) =>
      db.transaction({ role: 'app', org }, (tx) =>
        tx.query<{ advertiser_org: string }>(`select * from programs.${table}`),
      );
    for (const org of [advertiser, other]) {
      const rows = await seen(org, 'secret');
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.every((row) => row.advertiser_org === org)).toBe(true);
      await expect(
        db.transaction({ role: 'app', org }, (tx) => tx.query(`update programs.program set name = 'x'`)),
      ).rejects.toThrow('permission denied');
    }
    // An offer is read by every organisation, but by nobody without one.
    expect((await seen(other, 'program')).some((row) => row.advertiser_org === advertiser)).toBe(true);
    for (const table of ['secret', 'program', 'traffic_type']) expect(await seen(null, table)).toEqual([]);
  });
});

describe('traffic types', () => {
  const rule = (key: string, status: TrafficTypeRule['status'], parent: string | null = null): TrafficTypeRule => ({
    key,
    parent,
    labelKey: key,
    status,
  });

  test('keep their order, and a heading says what its rows add up to (S-123, S-127)', async () => {
    const rules = [
      rule('mobile', 'allowed'),
      rule('targeting', 'restricted'),
      rule('targeting.a', 'prohibited', 'targeting'),
      rule('targeting.b', 'by_agreement', 'targeting'),
    ];
    const { program } = await made({ trafficTypes: rules });
    expect(await db.transaction(SYSTEM, (tx) => trafficTypesOf(tx, program.code))).toEqual(rules);
    expect(headingStatus(rules, 'targeting')).toBe('restricted');
    expect(headingStatus([rule('x', 'allowed'), rule('x.a', 'allowed', 'x'), rule('x.b', 'allowed', 'x')], 'x')).toBe(
      'allowed',
    );
    expect(headingStatus(rules, 'mobile')).toBeNull();
  });

  test('that contradict themselves are refused', async () => {
    const { program } = await made();
    const set = (rules: TrafficTypeRule[]) =>
      db.transaction(SYSTEM, (tx) => setTrafficTypes(tx, program.code, rules, BY));
    expect(await set([rule('x', 'allowed'), rule('x.a', 'prohibited', 'x')])).toMatchObject({
      error: { field: 'traffic_types.x', value: 'allowed' },
    });
    expect(await set([rule('x', 'allowed'), rule('x', 'allowed')])).toMatchObject({
      error: { field: 'traffic_types' },
    });
    expect(await set([rule('x', 'allowed', 'nowhere')])).toMatchObject({
      error: { field: 'traffic_types', value: 'nowhere' },
    });
    expect(await set([rule('x', 'restricted')])).toMatchObject({ error: { field: 'traffic_types.x' } });
    expect(await set([rule('x', 'allowed')])).toMatchObject({ ok: true });
  });
});

describe('GET /api/v1/programs', () => {
  test('shows everybody what may be known, and no secret', async () => {
    const { program, postbackKey } = await made({
      trafficTypes: [{ key: 'mobile', parent: null, labelKey: 'mobile', status: 'allowed' }],
    });
    await db.transaction(SYSTEM, (tx) =>
      setRecruiting(tx, program.code, { state: 'suspended', reason: 'payment delays' }, BY),
    );
    const answer = await app.inject(`/api/v1/programs/${program.code}`);
    expect(answer.json()).toMatchObject({
      code: program.code,
      recruiting: { state: 'suspended', reason: 'payment delays', since: '2022-06-15T09:00:00.000Z' },
      cookie_seconds: 2_592_000,
      traffic_types: [{ key: 'mobile', parent: null, label_key: 'mobile', status: 'allowed' }],
    });
    expect(answer.body).not.toContain(postbackKey);
    expect(Object.keys(answer.json())).not.toContain('campaign_code');
  });

  test('pages by code and leaves archived programs out', async () => {
    const { program } = await made({ code: `zz-${randomUUID().slice(0, 8)}`, status: 'archived' });
    const codes: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: { programs: { code: string }[]; next: string | null } = (
        await app.inject(`/api/v1/programs?limit=3&after=${after}`)
      ).json();
      expect(page.programs.length).toBeLessThanOrEqual(3);
      codes.push(...page.programs.map(({ code }) => code));
      after = page.next;
    }
    const all = await db.transaction(SYSTEM, (tx) => listPrograms(tx));
    expect(codes).toEqual(all.filter(({ status }) => status !== 'archived').map(({ code }) => code));
    expect((await app.inject(`/api/v1/programs/${program.code}`)).json().status).toBe('archived');
  });

  test('an unknown code is 404, a wrong limit 400', async () => {
    expect((await app.inject('/api/v1/programs/nowhere')).json()).toMatchObject({
      status: 404,
      code: 'not_found',
      field: 'program',
    });
    expect((await app.inject('/api/v1/programs?limit=0')).json()).toMatchObject({
      status: 400,
      code: 'parameter_invalid',
      field: 'limit',
    });
    expect((await app.inject('/api/v1/programs?order=name')).json()).toMatchObject({
      status: 400,
      code: 'unknown_field',
    });
  });
});
