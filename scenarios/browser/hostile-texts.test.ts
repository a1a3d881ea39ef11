import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createOrganisation, createUser, recordAudit } from '../../modules/accounts/index.ts';
import { createAdSpace } from '../../modules/ad-spaces/index.ts';
import { sanctionAtOnce } from '../../modules/conduct/index.ts';
import { decline, join } from '../../modules/partnerships/index.ts';
import { changeProgram, programByCode } from '../../modules/programs/index.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { type BusyNetwork, openBusyNetwork, PROGRAM } from './busy-network.ts';
import { openBrowser } from './chromium.ts';
import { layoutProblems, open, openVisitor, signIn } from './visitor.ts';

/**
 * What strangers can write, wherever a person of the network, an advertiser or a publisher reads it (T-8 … T-11): nothing of it runs, nothing
 * is loaded for it, it is read as it was written, and no word of it is wider than a phone.
 */
const attacks = [
  '<img src=x onerror="window.hit=1">',
  '</textarea></title></script><script>window.hit=1</script>',
  '"><svg onload=window.hit=1>',
  'javascript:window.hit=1',
  '{{constructor.constructor("window.hit=1")()}} $t(product) {{t}}',
  "=cmd|'/c calc'!A0",
  '\u202egnp.exe \u2066\u200b\u200d\u061c مرحبا שלום',
  '👩‍👩‍👧‍👦🏴‍☠️ ＝1 %00 %s \\u0000',
].join(' ');
const LONG = 'w'.repeat(1_000);
const text = `${attacks} ${LONG}`;
/** Where a name is bounded: all that fits, and no blank for a line to break at. */
const name = `<img src=x onerror=window.hit=1>{{7*7}}\u202e${'n'.repeat(60)}`;
const SYSTEM = { role: 'system' } as const;
const PASSWORD = 'seven quiet otters';
const publisher = 'stranger@hostile.test';

let browser: Browser;
let net: BusyNetwork;
const ids: Record<'org' | 'waiting' | 'case', string> = { org: '', waiting: '', case: '' };

beforeAll(async () => {
  [browser, net] = await Promise.all([openBrowser(), openBusyNetwork()]);
  await net.network.db.transaction(SYSTEM, async (tx) => {
    const at = systemClock.now();
    const by = { at, actor: 'test' };
    const program = await programByCode(tx, PROGRAM);
    if (program === null) throw new Error('the example has no program');
    const org = await createOrganisation(tx, { kind: 'publisher', name, status: 'active', at });
    const owner = { orgId: org.id, email: publisher, name, password: PASSWORD, role: 'owner' } as const;
    expect((await createUser(tx, { ...owner, ...by })).ok).toBe(true);
    const waiting = await createOrganisation(tx, { kind: 'advertiser', name, status: 'pending', at });
    const clerk = { ...owner, orgId: waiting.id, email: 'clerk@hostile.test' };
    expect((await createUser(tx, { ...clerk, ...by })).ok).toBe(true);
    const place = { orgId: org.id, name, kind: 'content_site', trafficType: 'content_site' } as const;
    const url = `https://hostile.test/${encodeURIComponent(attacks)}`;
    const active = await createAdSpace(tx, { ...place, url, status: 'active', at });
    await createAdSpace(tx, { ...place, url: `${url}2`, status: 'pending', description: text, at });
    const application = { trafficType: 'content_site', justification: text, at };
    expect((await join(tx, { ...application, adSpaceId: active.id, program: PROGRAM })).ok).toBe(true);
    const other = await createAdSpace(tx, { ...place, url: `${url}3`, status: 'active', at });
    expect((await join(tx, { ...application, adSpaceId: other.id, program: PROGRAM })).ok).toBe(true);
    const against = { adSpaceId: other.id, program: PROGRAM, reason: text, ...by };
    expect((await decline(tx, against)).ok).toBe(true);
    expect((await changeProgram(tx, PROGRAM, { name }, by)).ok).toBe(true);
    const sanction = {
      program: PROGRAM,
      publisherOrg: org.id,
      adSpaceId: other.id,
      rule: 'pop',
      reason: text,
    } as const;
    const imposed = await sanctionAtOnce(tx, net.network.conduct, {
      ...sanction,
      level: 'block',
      violation: null,
      ...by,
    });
    if (!imposed.ok) throw new Error(imposed.error.detail);
    await recordAudit(tx, {
      ...by,
      orgId: org.id,
      actor: attacks,
      action: 'program.changed',
      subject: `program:${attacks}`,
      detail: { reason: text, [attacks]: [text, { deep: attacks }] },
    });
    Object.assign(ids, { org: org.id, waiting: waiting.id, case: imposed.value.caseId });
  });
  const link = net.established.linkCode('notes', PROGRAM);
  // A header is bytes: they arrive as the text that they spell.
  const headers = {
    'user-agent': Buffer.from(text, 'utf8').toString('latin1'),
    referer: `https://x.test/"><script>window.hit=1</script>`,
  };
  await fetch(`${net.url}/g/${link}/?subid=${encodeURIComponent(attacks.slice(0, 60))}`, {
    headers,
    redirect: 'manual',
  });
  await net.shipper.runOnce();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  await net?.close();
});

const HIT = 'window.hit ?? null';
/** Elements that a text alone could have made: ours have neither. */
const PLANTED = 'document.querySelectorAll("img[src=x], [onerror], [onload], svg[onload]").length';

async function objections(account: { readonly email: string; readonly password: string }, paths: readonly string[]) {
  const visitor = await openVisitor(browser, { url: net.url, width: 360 });
  const found: string[] = [];
  const read: string[] = [];
  try {
    await signIn(visitor, account);
    for (const path of paths) {
      await open(visitor, path);
      found.push(...(await layoutProblems(visitor.page)).map((problem) => `${path}: ${problem}`));
      if ((await visitor.page.evaluate(HIT)) !== null) found.push(`${path}: a text was run`);
      if ((await visitor.page.evaluate(PLANTED)) !== 0) found.push(`${path}: a text became an element`);
      found.push(...visitor.problems.splice(0).map((problem) => `${path}: ${problem}`));
      if ((await visitor.page.locator('main').innerText()).includes('<img src=x onerror=')) read.push(path);
    }
  } finally {
    await visitor.close();
  }
  return { found, read };
}

const TEST_MS_MAX = 200_000;

describe('what strangers wrote is text, nothing of it runs, and no screen becomes wider than its window', () => {
  test('for the people of the network', { timeout: TEST_MS_MAX }, async () => {
    const showing = [
      '/app/operator/moderation',
      '/app/operator/moderation?queue=ad_spaces',
      '/app/operator/moderation?queue=applications',
      '/app/operator/people',
      `/app/operator/people/${ids.org}`,
      '/app/operator/conduct',
      '/app/operator/conduct?tab=sanctions',
      `/app/operator/conduct/${ids.case}`,
      '/app/operator/audit',
    ];
    const { found, read } = await objections(net.accountOf('operator'), [
      ...showing,
      `/app/operator/conduct/new?publisher=${ids.org}`,
      '/app/operator/overview',
      `/app/operator/audit?actor=${encodeURIComponent(attacks.slice(0, 150))}`,
      `/app/operator/people?text=${encodeURIComponent(attacks.slice(0, 150))}`,
      '/app/operator/ledger',
      '/app/operator/ledger?tab=accounts',
      '/app/operator/mails',
      '/app/operator/health',
    ]);
    expect(found).toEqual([]);
    expect(read).toEqual(expect.arrayContaining(showing));
  });

  test('for the advertiser and the publisher concerned', { timeout: TEST_MS_MAX }, async () => {
    const advertiser = await objections(net.accountOf('advertiser'), [
      '/app/advertiser/overview',
      '/app/advertiser/applications',
      '/app/advertiser/orders',
      '/app/advertiser/quality',
    ]);
    expect(advertiser.found).toEqual([]);
    expect(advertiser.read).toContain('/app/advertiser/applications');
    const stranger = await objections({ email: publisher, password: PASSWORD }, [
      '/app/publisher/overview',
      '/app/publisher/ad-spaces',
      '/app/publisher/programs',
      '/app/publisher/notices',
      '/app/publisher/conduct',
      '/app/publisher/links',
      '/app/account/members',
      '/app/account/profile',
    ]);
    expect(stranger.found).toEqual([]);
    expect(stranger.read).toEqual(expect.arrayContaining(['/app/publisher/ad-spaces', '/app/publisher/conduct']));
    const clicked = await objections(net.accountOf('publisher'), [
      '/app/publisher/statistics',
      '/app/publisher/statistics?group=subid',
      '/app/publisher/actions',
    ]);
    expect(clicked.found).toEqual([]);
  });
});
