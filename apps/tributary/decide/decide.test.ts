import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type CompiledTerms, compileTerms, decide } from '../../../core/commission/index.ts';
import { randomOrder, seededRandom } from '../../../core/commission/testing/random-orders.ts';
import { parseTerms } from '../../../core/terms/index.ts';
import { decideLine } from './decide-line.ts';
import { decideStream, LINE_BYTES_MAX } from './decide-stream.ts';
import { loadPrograms, shippedProgramsDirectory } from './load-programs.ts';
import { writeDecision } from './write-decision.ts';

const document = readFileSync(new URL('../../../docs/domain/decide.md', import.meta.url), 'utf8');
const samples = [...document.matchAll(/```json (order|decision)\n(.*)\n```/g)].map(([, kind = '', text = '']) => ({
  kind,
  text,
}));
const orders = samples.filter(({ kind }) => kind === 'order').map(({ text }) => text);
const decisions = samples.filter(({ kind }) => kind === 'decision').map(({ text }) => text);
const [sample = ''] = orders;

let programs: ReadonlyMap<string, CompiledTerms>;

beforeAll(async () => {
  const loaded = await loadPrograms(shippedProgramsDirectory());
  if (!loaded.ok) throw new Error(loaded.error);
  programs = loaded.value;
});

async function* chunked(input: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let start = 0; start < input.length; start += size) yield input.subarray(start, start + size);
}

async function run(input: string | Buffer, options: { readonly size?: number; readonly trace?: boolean } = {}) {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  let text = '';
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  const source = chunked(bytes, options.size ?? Math.max(1, bytes.length));
  const result = await decideStream({ input: source, output, programs, trace: options.trace ?? false });
  return { ...result, lines: text === '' ? [] : text.trimEnd().split('\n') };
}

/** The sample order with one field changed: `change('lines.0.amount', 5)`. */
function change(path: string, value: unknown): string {
  const order: unknown = JSON.parse(sample);
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((node, key) => (isRecord(node) ? node[key] : undefined), order);
  if (!isRecord(parent)) throw new Error(`no ${path}`);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return JSON.stringify(order);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

describe('a coupon', () => {
  it('is the one that the terms name, whatever its case, its width and blanks around it', async () => {
    const terms = `program coded "Coded" time zone UTC orders in EUR
      version A from 2022-01-01 { clicks last within 30 days reward in EUR round half even
        confirm on "goods received" within 45 days
        rule code: when coupon is SPRING then pay 7.00% as PAID_COUPON
        rule rest: pay 3.00% as PAID_RATE }`;
    const { terms: parsed, problems } = parseTerms(terms);
    expect(problems).toEqual([]);
    if (parsed === null) throw new Error('the terms do not parse');
    const coded = new Map([['coded', compileTerms(parsed)]]);
    const rateWith = (code: string): unknown => {
      const order = { ...JSON.parse(sample), program: 'coded', currency: 'EUR', coupon: { code } };
      return JSON.parse(decideLine(JSON.stringify(order), coded, { trace: false }).text).lines[0].rate;
    };
    for (const code of ['SPRING', 'spring', ' Spring ', '\uff33PRING']) expect(rateWith(code)).toBe('7.00');
    for (const code of ['SPRING2', 'SPR ING', 'AUTUMN']) expect(rateWith(code)).toBe('3.00');
  });
});

describe('the document', () => {
  it('shows a decision for each order, and each is what the command answers', async () => {
    expect(orders.length).toBeGreaterThan(4);
    expect(decisions).toHaveLength(orders.length);
    expect((await run(orders.join('\n'))).lines).toEqual(decisions);
  });

  it('names every error code of this test', () => {
    for (const [, , code] of refusals) expect(document).toContain(`\`${code}\``);
  });
});

const REFUNDED_AT = '2022-06-25T00:00:00.000Z';

function refund(id: string | null, lines: readonly { readonly line_id: string; readonly amount?: string }[]) {
  return { ...(id === null ? {} : { id }), type: 'refunded', at: REFUNDED_AT, lines };
}

describe('events', () => {
  const answer = (events: readonly object[]): unknown =>
    JSON.parse(decideLine(change('events', events), programs, { trace: false }).text);
  const part = [{ line_id: '1', amount: '8.00' }];

  it('without an id are known by their content: listed twice they are one, and another content is another (I-27)', () => {
    const once = answer([refund('e', part)]);
    expect(once).toMatchObject({ lines: [{ reason: 'PARTIAL_REFUND', commission: '36.00' }] });
    expect(answer([refund(null, part)])).toEqual(once);
    expect(answer([refund(null, part), refund(null, part)])).toEqual(once);
    expect(answer([refund(null, part), refund(null, [{ line_id: '1', amount: '2.00' }])])).toMatchObject({
      lines: [{ commission: '30.00' }],
    });
  });

  it('are judged by the line as it was corrected before them, whatever the order in which they are listed', () => {
    const corrected = { type: 'corrected', at: '2022-06-20T00:00:00.000Z', lines: [{ line_id: '1', amount: '30.00' }] };
    const refunded = refund(null, [{ line_id: '1', amount: '25.00' }]);
    expect(answer([refunded, corrected])).toEqual(answer([corrected, refunded]));
    expect(answer([refunded, corrected])).toHaveProperty('status');
    expect(answer([refunded, { ...corrected, at: '2022-06-26T00:00:00.000Z' }])).toMatchObject({
      error: { code: 'refund_exceeds_order', field: 'events[0].lines[0].amount' },
    });
  });
});

const refusals: readonly (readonly [string, unknown, string])[] = [
  ['order_id', undefined, 'field_missing'],
  ['order_id', 7, 'field_type'],
  ['order_id', '', 'text_length'],
  ['program', 'unknown-program', 'program_unknown'],
  ['ordered_at', '2022-02-30T00:00:00.000Z', 'time_invalid'],
  ['ordered_at', '31/12/26', 'time_invalid'],
  ['ordered_at', '2022-06-15T09:00:00', 'timezone_required'],
  ['ordered_at', 1655283600000, 'time_invalid'],
  ['delivery_country', 'ru', 'country_format'],
  ['delivery_country', 'RUS', 'country_format'],
  ['currency', 'RUR', 'currency_unknown'],
  ['currency', '₽', 'currency_unknown'],
  ['currency', 'EUR', 'currency_not_agreed'],
  ['goods_received', 'yes', 'field_type'],
  ['internal_rates', { usdrub: '60' }, 'rate_pair'],
  ['internal_rates', { 'USD/RUB': 60 }, 'rate_must_be_string'],
  ['internal_rates', { 'USD/RUB': '0.00' }, 'rate_format'],
  ['click.anonymizer', 'maybe', 'value_unknown'],
  ['click.landing.kind', 'page', 'value_unknown'],
  ['click.landing', undefined, 'field_missing'],
  ['lines', [], 'field_missing'],
  ['lines', 'none', 'field_type'],
  ['lines.0.amount', '-5', 'amount_negative'],
  ['lines.0.amount', '1e3', 'amount_format'],
  ['lines.0.amount', 'NaN', 'amount_format'],
  ['lines.0.amount', 'Infinity', 'amount_format'],
  ['lines.0.amount', '0x10', 'amount_format'],
  ['lines.0.amount', '', 'amount_format'],
  ['lines.0.amount', '1,234.56', 'amount_ambiguous'],
  ['lines.0.amount', '1.234,56', 'amount_ambiguous'],
  ['lines.0.amount', '1 234,56', 'amount_ambiguous'],
  ['lines.0.amount', '12,5', 'amount_ambiguous'],
  ['lines.0.amount', `${'1'.repeat(1_000_000)}x`, 'amount_format'],
  ['lines.0.amount', '99999999999999999999', 'amount_too_large'],
  ['lines.0.amount', 10.1, 'amount_must_be_string'],
  ['lines.0.amount', undefined, 'field_missing'],
  ['lines.0.seller_rate', '-1', 'rate_negative'],
  ['lines.0.seller_rate', '5%', 'rate_format'],
  ['lines.0.hot', 'no', 'field_type'],
  ['lines.0.quantity', 1.5, 'count_invalid'],
  ['lines.0.seller_country', 'China', 'country_format'],
  ['events', [{ id: 'e', type: 'paid', at: '2022-06-20T00:00:00.000Z' }], 'value_unknown'],
  ['clicks', [], 'value_unknown'],
  ['events', [refund('e', [{ line_id: '9' }])], 'line_unknown'],
  ['events', [{ type: 'violation', at: REFUNDED_AT, violation: 'risk', lines: ['9'] }], 'line_unknown'],
  ['events', [refund('e', [{ line_id: '1', amount: '20.01' }])], 'refund_exceeds_order'],
  [
    'events',
    [refund('a', [{ line_id: '1', amount: '12.00' }]), refund('b', [{ line_id: '1', amount: '8.01' }])],
    'refund_exceeds_remaining',
  ],
  [
    'events',
    [refund('a', [{ line_id: '1' }]), refund('b', [{ line_id: '1', amount: '0.01' }])],
    'refund_exceeds_remaining',
  ],
];

describe('a value that is not supported', () => {
  it.each(refusals)('%s %j is refused as %s, naming field, value, expectation and remedy', (path, value, code) => {
    const answer: unknown = JSON.parse(decideLine(change(path, value), programs, { trace: false }).text);
    const field = path.replace(/\.(\d+)/g, '[$1]');
    expect(answer).toMatchObject({ error: { code } });
    const { error } = isRecord(answer) ? answer : {};
    const { field: named, message } = isRecord(error) ? error : {};
    expect(String(named).startsWith(field) || path === 'clicks').toBe(true);
    expect(message).toMatch(/ is .+; expected .+\. .+\.$/s);
    if (path !== 'order_id') expect(answer).toMatchObject({ order_id: 'A1' });
  });

  it('may have any number of decimals, and unknown countries and lower-case currencies are read as they are meant', () => {
    const answer = (path: string, value: unknown): unknown =>
      JSON.parse(decideLine(change(path, value), programs, { trace: false }).text);
    expect(answer('lines.0.amount', '20.000000000')).toEqual(JSON.parse(decisions[0] ?? ''));
    expect(answer('currency', 'usd')).toEqual(JSON.parse(decisions[0] ?? ''));
    expect(answer('delivery_country', 'XX')).toMatchObject({ lines: [{ reason: 'GEO_UNKNOWN' }] });
    expect(answer('lines.0.seller_rate', '5.1250')).toMatchObject({ lines: [{ rate: '5.125' }] });
  });

  it('inside the second of two lines is found, and so is an id used twice', () => {
    const twoLines = (second: Record<string, unknown>): string => {
      const order = JSON.parse(sample);
      return JSON.stringify({ ...order, lines: [order.lines[0], { ...order.lines[0], ...second }] });
    };
    expect(decideLine(twoLines({ line_id: '2', amount: 5 }), programs, { trace: false }).text).toContain(
      '"field":"lines[1].amount"',
    );
    expect(decideLine(twoLines({}), programs, { trace: false }).text).toContain(
      '"code":"line_repeated","field":"lines[1].line_id"',
    );
  });
});

describe('a stream', () => {
  it('keeps the order of its lines, skips blank ones, tolerates a byte order mark and CRLF', async () => {
    const input = `\ufeff${sample}\r\n\r\n   \n${change('order_id', 'B')}\n\n{"order_id":"C"\n${change('order_id', 'D')}`;
    const { lines, orders: count, refused } = await run(input);
    expect(lines.map((line) => JSON.parse(line).order_id)).toEqual(['A1', 'B', null, 'D']);
    expect([count, refused]).toEqual([4, 1]);
    expect(lines[2]).toContain('"code":"json_malformed"');
  });

  it('gives the same answers wherever its chunks are cut', async () => {
    const input = Buffer.from(`\ufeff${sample}\n\n${change('order_id', 'Ü€😀')}\r\n${orders.join('\n')}\n`);
    const whole = (await run(input)).lines;
    expect(whole[1]).toContain('"order_id":"Ü€😀"');
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 200 }), async (size) => {
        expect((await run(input, { size })).lines).toEqual(whole);
      }),
      { seed: 5, numRuns: 40 },
    );
  });

  it('refuses a line beyond the bound once, without holding it, and goes on after it', async () => {
    const long = Buffer.alloc(3 * LINE_BYTES_MAX, 'x');
    const { lines } = await run(Buffer.concat([Buffer.from(`${sample}\n`), long, Buffer.from(`\n${sample}\n`)]), {
      size: 65_536,
    });
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain('"code":"line_too_long"');
    expect(lines[2]).toBe(decisions[0]);
  });

  it('refuses bytes that are no UTF-8 without harm to the lines around', async () => {
    const bad = Buffer.concat([
      Buffer.from(`${sample}\n{"order_id":"`),
      Buffer.from([0xff, 0xfe]),
      Buffer.from(`"}\n${sample}\n${sample}`),
    ]);
    for (const size of [7, bad.length]) {
      const { lines } = await run(bad, { size });
      expect(lines.map((line) => JSON.parse(line).error?.code ?? 'decided')).toEqual([
        'decided',
        'encoding_invalid',
        'decided',
        'decided',
      ]);
    }
  });

  it('waits for a slow reader instead of piling up answers', async () => {
    let waiting = 0;
    let most = 0;
    const output = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        waiting += chunk.length;
        most = Math.max(most, waiting);
        setImmediate(() => {
          waiting -= chunk.length;
          done();
        });
      },
    });
    const input = Buffer.from(`${sample}\n`.repeat(3_000));
    const { orders: count } = await decideStream({ input: chunked(input, 65_536), output, programs, trace: true });
    expect(count).toBe(3_000);
    // One piece of output: what one piece of input makes with its traces, far below the whole.
    expect(most).toBeLessThan(2 * 1_048_576);
  });

  it('adds the trace when asked', async () => {
    const { lines } = await run(sample, { trace: true });
    const { trace, ...decision } = JSON.parse(lines[0] ?? '');
    expect(JSON.stringify(decision)).toBe(decisions[0]);
    expect(trace.lines[0]).toMatchObject({
      line_id: '1',
      arithmetic: ['20.00 × 5.00 % = 1.00 USD', '1.00 × 60.0000 = 60.00 RUB'],
    });
  });

  it('writes one readable line whatever characters the ids hold', () => {
    const terms = [...programs.values()];
    const random = seededRandom(11);
    for (let index = 0; index < 300; index += 1) {
      const compiled = terms[index % terms.length];
      if (compiled === undefined) throw new Error('no programs');
      const facts = randomOrder(random, { terms: compiled.terms, orderId: `"W"\\${index}\n€`, manner: 'odd' });
      const decision = decide(
        compiled,
        { ...facts, lines: facts.lines.map((line) => ({ ...line, storeId: 'S-"\u2028"' })) },
        { trace: true },
      );
      const text = writeDecision(decision);
      expect(text).not.toContain('\n');
      expect(JSON.parse(text)).toMatchObject({ order_id: facts.orderId, status: decision.status });
    }
  });

  it('answers nothing to nothing', async () => {
    expect(await run('')).toEqual({ orders: 0, refused: 0, lines: [] });
    expect(await run('\n\n')).toEqual({ orders: 0, refused: 0, lines: [] });
  });
});

describe('the folder of programs', () => {
  it('is refused with a sentence when it cannot be used', async () => {
    expect(await loadPrograms('/nowhere/at/all')).toMatchObject({
      ok: false,
      error: expect.stringContaining('--programs'),
    });
    const folder = await mkdtemp(join(tmpdir(), 'decide-'));
    try {
      expect(await loadPrograms(folder)).toMatchObject({
        ok: false,
        error: expect.stringContaining('no *.terms files'),
      });
      await writeFile(join(folder, 'broken.terms'), 'program broken "Broken"\nnonsense\n');
      expect(await loadPrograms(folder)).toMatchObject({ ok: false, error: expect.stringContaining('broken.terms:') });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
