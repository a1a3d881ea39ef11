import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../../../platform/db/testing.ts';
import { type TestCell, workbook, workbookParts, zipOf } from '../../../platform/files/testing.ts';
import { type TestNetwork, testNetwork } from '../testing/network.ts';
import { type ImportedRow, type ImportOptions, importOrders } from './import.ts';

let t: TestDatabase;
let n: TestNetwork;
beforeAll(async () => {
  t = await testDatabase();
  n = await testNetwork(t.db);
});
afterAll(async () => {
  await n.app.close();
  await t.drop();
});

/** The text in pieces of a few bytes, as a stream may bring it. */
async function* pieces(text: string | Buffer, bytes = 7): AsyncGenerator<Buffer> {
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) yield all.subarray(at, at + bytes);
}

async function run(text: string | Buffer, more: Partial<ImportOptions> = {}) {
  const rows: ImportedRow[] = [];
  const bytes = text.length > 10_000 ? 65_536 : 7;
  const options = {
    program: n.shop,
    format: null,
    dryRun: false,
    name: 'orders.csv',
    author: 'test',
    input: pieces(text, bytes),
    ...more,
  };
  const result = await importOrders(n.deps, { ...options, onRow: (row) => rows.push(row) });
  return { result, rows, told: rows.map(({ line, outcome, refusal }) => [line, refusal?.code ?? outcome]) };
}

const order = async (orderId: string) => (await n.get(`/api/v1/orders/shop/${orderId}`)).body;
const HEADER = 'order_id,ordered_at,currency,click_id,delivery_country,line_id,product_id,amount,quantity';
const row = (orderId: string, lineId = '1', amount = '20.00') =>
  `${orderId},2022-06-15T11:00:00Z,USD,click-shop,RU,${lineId},P1,${amount},1`;
const csv = (...rows: readonly string[]) => [HEADER, ...rows].join('\n');

describe('a CSV file', () => {
  test('records orders line by line; the same file again changes nothing (BAD-82)', async () => {
    const file = csv(row('c1'), row('c1', '2', '5.00'), row('c2'));
    const first = await run(file);
    expect(first.told).toEqual([
      [2, 'recorded'],
      [3, 'extended'],
      [4, 'recorded'],
    ]);
    expect(first.result).toEqual({ ok: true, value: { rows: 3, outcomes: { recorded: 2, extended: 1 } } });
    const before = await order('c1');
    expect(before).toMatchObject({ channel: 'file', lines: [{ amount: '20.00' }, { amount: '5.00' }] });
    expect((await run(file)).result).toMatchObject({
      value: { outcomes: { recorded: 2 }, alreadyApplied: { name: 'orders.csv' } },
    });
    expect((await run(file, { again: true })).result).toEqual({
      ok: true,
      value: { rows: 3, outcomes: { no_change: 3 } },
    });
    expect(await order('c1')).toEqual(before);
  });

  test.each([
    ['semicolons', (text: string) => text.replaceAll(',', ';')],
    ['tabs', (text: string) => text.replaceAll(',', '\t')],
    ['a byte order mark and line ends of Windows', (text: string) => `\ufeff${text.replaceAll('\n', '\r\n')}\r\n`],
    ['quotes', (text: string) => text.replace(/[^,\n]+/g, '"$&"')],
  ])('may have %s', async (name, change) => {
    const orderId = `form-${name.replace(/\W/g, '')}`;
    expect((await run(change(csv(row(orderId))))).told).toEqual([[2, 'recorded']]);
  });

  test('gives refused rows back with line, field and reason, and records the others (BAD-79)', async () => {
    const rows = Array.from({ length: 1_200 }, (_, index) => row(`many-${index}`, '1', index === 700 ? '1,5' : '1.50'));
    const file = csv(...rows).replace('1,5,', '"1,5",');
    const { result, rows: told } = await run(file);
    expect(result).toMatchObject({ value: { rows: 1_200, outcomes: { recorded: 1_199, refused: 1 } } });
    const refused = told.filter(({ outcome }) => outcome === 'refused');
    expect(refused).toMatchObject([
      { line: 702, refusal: { code: 'amount_ambiguous', field: 'amount', value: '1,5' } },
    ]);
    expect((await n.get('/api/v1/intake?verdict=amount_ambiguous')).body['results']).toMatchObject([
      { path: 'orders.csv#702', channel: 'file' },
    ]);
  });

  test('names ids that a spreadsheet has damaged (BAD-83), and rows that contradict each other (BAD-80)', async () => {
    const file = csv(
      row('1.23E+15'),
      row('"1,23E+15"'),
      row('12.05.2022'),
      row('ok-1'),
      row('ok-1', '1', '21.00'),
      row('ok-1'),
    );
    expect((await run(file)).told).toEqual([
      [2, 'id_damaged_by_spreadsheet'],
      [3, 'id_damaged_by_spreadsheet'],
      [4, 'id_damaged_by_spreadsheet'],
      [5, 'recorded'],
      [6, 'conflict_in_file'],
      [7, 'no_change'],
    ]);
  });

  test('refuses rows of another width, clicks of others, unknown flags', async () => {
    const file = csv('short,2022', row('bad-1').replace('click-shop', 'click-foreign')).concat('\n\n');
    expect((await run(file)).told).toEqual([
      [2, 'field_invalid'],
      [3, 'click_belongs_to_other_program'],
    ]);
    const flags = await run(
      'order_id,ordered_at,amount,hot\nbad-2,2022-06-15 14:00:00,1.00,maybe\nok-2,2022-06-15 14:00:00,1.00,yes',
    );
    expect(flags.told).toEqual([
      [2, 'field_invalid'],
      [3, 'recorded'],
    ]);
    expect(await order('ok-2')).toMatchObject({
      ordered_at: '2022-06-15T11:00:00.000Z',
      ordered_at_source: 'assumed_zone',
    });
  });

  test('tried without changing anything says what would happen', async () => {
    expect((await run(csv(row('dry-1')), { dryRun: true })).told).toEqual([[2, 'recorded']]);
    expect(await order('dry-1')).toMatchObject({ status: 404 });
  });

  test('of states moves orders along, once; unknown orders are named (BAD-81)', async () => {
    await run(csv(row('st-1'), row('st-2'), row('st-3'), row('st-4')));
    const states =
      'order_id,status,amount,comment\nst-1,approved,,\nst-2,declined,,\nst-3,risk,,seen twice\nst-4,approved,12.00,\nnobody,approved,,\nst-1,maybe,,';
    const { told } = await run(states);
    expect(told).toEqual([
      [2, 'applied'],
      [3, 'applied'],
      [4, 'applied'],
      [5, 'applied'],
      [6, 'not_found'],
      [7, 'status_unknown'],
    ]);
    expect(await order('st-1')).toMatchObject({ goods_received: true });
    expect(await order('st-2')).toMatchObject({ events: [{ type: 'closed' }] });
    expect(await order('st-3')).toMatchObject({
      events: [{ type: 'violation', reason: 'seen twice', content: { violation: 'risk' } }],
    });
    expect(await order('st-4')).toMatchObject({ events: [{ type: 'corrected' }, { type: 'goods_received' }] });
    n.clock.advance(60_000);
    expect((await run(states, { again: true })).told.slice(0, 4)).toEqual([
      [2, 'no_change'],
      [3, 'no_change'],
      [4, 'no_change'],
      [5, 'no_change'],
    ]);
    expect((await run('order_id,status\nst-1,declined')).told).toEqual([[2, 'transition_not_allowed']]);
  });

  test.each([
    ['BAD-76 empty', '', 'no_rows'],
    ['BAD-76 a header only', HEADER, 'no_rows'],
    ['BAD-77 UTF-16', Buffer.from(`\ufeff${HEADER}`, 'utf16le'), 'format_unsure'],
    ['BAD-77 two delimiters alike', 'order_id,ordered_at;amount\na,b;c', 'format_unsure'],
    ['BAD-78 no order id', 'id,ordered_at,amount\n1,2,3', 'column_missing'],
    ['a column twice', 'order_id,order_id,ordered_at,amount\n1,1,2,3', 'duplicate_parameter'],
    ['a quote that is never closed', `${HEADER}\n"${'x'.repeat(70_000)}`, 'file_too_large'],
  ])('%s is refused as a whole', async (_name, text, code) => {
    expect((await run(text)).result).toMatchObject({ ok: false, error: { code } });
  });
});

const payment = (fields: Readonly<Record<string, string>>) =>
  `<payment>${Object.entries(fields)
    .map(([name, value]) => `<${name}>${value}</${name}>`)
    .join('')}</payment>`;
const sale = (orderId: string, more: Readonly<Record<string, string>> = {}) =>
  payment({
    uid: 'click-shop',
    order_id: orderId,
    payment_type: 'sale',
    action_code: '1',
    tariff_code: '1',
    price: '10.00',
    quantity: '2',
    currency_code: 'USD',
    position_id: '1',
    position_count: '2',
    datetime_action: '2022-06-15 14:00:00',
    ...more,
  });
const list = (...payments: readonly string[]) =>
  `<?xml version="1.0"?>\n<payment_list version="2">\n${payments.join('\n')}\n</payment_list>`;
const revision = (...payments: readonly string[]) =>
  `<Payments xmlns="http://admitad.com/payments-revision">\n${payments.join('\n')}\n</Payments>`;

describe('an XML file', () => {
  test('of payments records positions with their times, once', async () => {
    const file = list(
      sale('x1'),
      sale('x1', { position_id: '2', price: '1&#46;50', quantity: '1' }),
      sale('x2', { price: '1e3' }),
    );
    expect((await run(file)).told).toEqual([
      [3, 'recorded'],
      [4, 'extended'],
      [5, 'amount_format'],
    ]);
    expect(await order('x1')).toMatchObject({
      ordered_at: '2022-06-15T11:00:00.000Z',
      lines: [{ amount: '20.00' }, { amount: '1.50' }],
    });
    expect((await run(file, { again: true })).told.slice(0, 2)).toEqual([
      [3, 'no_change'],
      [4, 'no_change'],
    ]);
  });

  test('of a revision confirms and declines, once', async () => {
    await run(list(sale('r1', { position_count: '1' }), sale('r2'), sale('r3')));
    const file = revision(
      '<Payment><OrderID>r1</OrderID><Status>1</Status><OrderAmount>18.00</OrderAmount><Reward>9.00</Reward></Payment>',
      '<Payment><OrderID>r2</OrderID><Status>2</Status><Comment>abnormal_order</Comment></Payment>',
      '<Payment><OrderID>r3</OrderID><Status>2</Status></Payment>',
      '<Payment><OrderID>nobody</OrderID><Status>1</Status></Payment>',
      '<Payment><OrderID>r3</OrderID><Status></Status></Payment>',
    );
    const codes = ['applied', 'applied', 'applied', 'not_found', 'field_invalid'];
    expect((await run(file)).told.map(([, code]) => code)).toEqual(codes);
    expect(await order('r1')).toMatchObject({
      goods_received: true,
      events: [{ type: 'corrected' }, { type: 'goods_received' }],
    });
    expect(await order('r2')).toMatchObject({
      events: [{ type: 'violation', content: { violation: 'abnormal_order' } }],
    });
    expect(await order('r3')).toMatchObject({ events: [{ type: 'closed' }] });
    n.clock.advance(60_000);
    expect((await run(file, { again: true })).told.slice(0, 3).map(([, code]) => code)).toEqual([
      'no_change',
      'no_change',
      'no_change',
    ]);
  });

  const bomb = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">]>${list(sale('bomb', { product_id: '&a;' }))}`;
  test.each([
    ['BAD-88 a document type', bomb, 'doctype_not_allowed'],
    ['BAD-89 an end that is missing', list(sale('cut')).slice(0, -30), 'xml_malformed'],
    ['another root', '<feed/>', 'xml_malformed'],
    ['version 1', '<payment_list version="1"/>', 'xml_malformed'],
    ['a revision without its namespace', '<Payments/>', 'xml_malformed'],
    ['an unknown entity', list(sale('ent', { product_id: '&nbsp;' })), 'xml_malformed'],
    ['T-6 deep nesting', `<payment_list version="2">${'<payment>'.repeat(10)}`, 'xml_malformed'],
    ['T-6 a text without end', `<payment_list version="2"><payment><uid>${'x'.repeat(100_000)}`, 'file_too_large'],
    ['T-6 an attribute without end', `<payment_list version="${'x'.repeat(100_000)}`, 'file_too_large'],
    ['T-6 a million references', list(sale('refs', { product_id: '&#65;'.repeat(10_000) })), 'file_too_large'],
    ['no payments', list(), 'no_rows'],
  ])('%s is refused as a whole', async (_name, text, code) => {
    expect((await run(text)).result).toMatchObject({ ok: false, error: { code } });
  });
});

test('a decision that fails while a file is read loses no row', async () => {
  n.failing = new Error('planted');
  expect((await run(csv(row('fail-1'), row('fail-2')))).told).toEqual([
    [2, 'recorded'],
    [3, 'recorded'],
  ]);
  n.failing = null;
  n.defects.splice(0);
  expect(await order('fail-1')).toMatchObject({ order_id: 'fail-1' });
});

describe('the same bytes again (BAD-82)', () => {
  const mixed = csv(row('same-1'), row('same-2', '1', '1e3'));

  test('are answered with the first report and its refused rows, whatever changed since; `again` reads them', async () => {
    const first = await run(mixed, { name: 'june.csv' });
    const at = n.clock.now();
    n.clock.advance(60_000);
    const second = await run(mixed, { name: 'copy.csv' });
    expect(second.result).toEqual({
      ok: true,
      value: { rows: 2, outcomes: { recorded: 1, refused: 1 }, alreadyApplied: { at, name: 'june.csv' } },
    });
    expect(second.rows).toEqual(first.rows.filter(({ outcome }) => outcome === 'refused'));
    expect((await run(mixed, { again: true })).told).toEqual([
      [2, 'no_change'],
      [3, 'amount_format'],
    ]);
    expect((await run(`${mixed}\n`)).result).not.toHaveProperty('value.alreadyApplied');
  });

  test('are read when they were only tried, refused to the last row, or not read to the end', async () => {
    const tried = csv(row('tried-1'));
    await run(tried, { dryRun: true });
    expect((await run(tried)).told).toEqual([[2, 'recorded']]);
    const refused = 'order_id,status\nlater-1,approved';
    expect((await run(refused)).told).toEqual([[2, 'not_found']]);
    await run(csv(row('later-1')));
    expect((await run(refused)).told).toEqual([[2, 'applied']]);
    const cut = list(sale('cut-1')).slice(0, -5);
    await run(cut);
    expect((await run(cut)).result).toMatchObject({ ok: false, error: { code: 'xml_malformed' } });
  });

  test('are read when the first import was cut off between two transactions, and complete it (G-11)', async () => {
    const file = csv(...Array.from({ length: 700 }, (_, index) => row(`half-${index}`)));
    const killed = async () =>
      await importOrders(n.deps, {
        program: n.shop,
        format: null,
        dryRun: false,
        name: 'orders.csv',
        author: 'test',
        input: pieces(file, 65_536),
        onRow: () => {
          throw new Error('the process is gone');
        },
      });
    await expect(killed()).rejects.toThrow('the process is gone');
    expect((await run(file)).result).toEqual({
      ok: true,
      value: { rows: 700, outcomes: { no_change: 500, recorded: 200 } },
    });
  });
});

describe('a workbook', () => {
  const cells = (orderId: TestCell, amount: TestCell = '20.00', orderedAt: TestCell = '2022-06-15T11:00:00Z') => [
    orderId,
    orderedAt,
    'USD',
    amount,
    true,
  ];
  const sheet = (...rows: readonly (readonly TestCell[])[]) =>
    workbook([['order_id', 'ordered_at', 'currency', 'amount', 'hot'], ...rows]);

  test('is read as a CSV file with the same cells, whatever its name and the format that was named', async () => {
    const date = { xml: '<c r="REF" s="1"><v>44727.5833333333</v></c>' };
    const file = sheet(
      cells('w-1'),
      cells(123456789012345, 19.5, date),
      cells('w-3', { xml: '<c r="REF"><f>A1</f><v>7</v></c>' }),
    );
    const { told } = await run(file, { name: 'orders.csv', format: 'csv' });
    expect(told).toEqual([
      [2, 'recorded'],
      [3, 'recorded'],
      [4, 'recorded'],
    ]);
    expect(await order('123456789012345')).toMatchObject({
      ordered_at: '2022-06-15T11:00:00.000Z',
      ordered_at_source: 'assumed_zone',
      lines: [{ amount: '19.5' }],
    });
    expect((await run(file)).result).toMatchObject({ value: { alreadyApplied: { name: 'orders.csv' } } });
  });

  test('has the amounts that the spreadsheet shows, not the doubles that it keeps of them (BAD-83)', async () => {
    const stored = ['19.989999999999998', '0.30000000000000004', '1.1000000000000001', '100', '1.2345E2', '1.23E-5'];
    const file = sheet(...stored.map((text, index) => cells(`d-${index}`, { xml: `<c r="REF"><v>${text}</v></c>` })));
    const { told } = await run(file);
    expect(told.map(([, outcome]) => outcome)).toEqual([...Array(5).fill('recorded'), 'too_many_decimals']);
    const amounts = ['19.99', '0.3', '1.1', '100', '123.45'];
    for (const [index, amount] of amounts.entries()) {
      expect(await order(`d-${index}`)).toMatchObject({ lines: [{ amount }] });
    }
  });

  test('gives back rows in which a spreadsheet program changed ids and numbers (BAD-83)', async () => {
    const date = { xml: '<c r="REF" s="1"><v>44727</v></c>' };
    const file = sheet(
      cells(1.23e25),
      cells('1.23E+15'),
      cells(date),
      cells('w-5', { xml: '<c r="REF"><v>1E+15</v></c>' }),
      cells('w-6', { xml: '<c r="REF" t="e"><v>#N/A</v></c>' }),
      cells('w-7', -5),
      cells('w-8', '1,5'),
      [...cells('w-9'), 'more'],
    );
    expect((await run(file)).told.map(([, code]) => code)).toEqual([
      'id_damaged_by_spreadsheet',
      'id_damaged_by_spreadsheet',
      'id_damaged_by_spreadsheet',
      'number_damaged_by_spreadsheet',
      'field_invalid',
      'amount_negative',
      'amount_ambiguous',
      'field_invalid',
    ]);
  });

  test.each([
    [
      'macros (BAD-84)',
      zipOf([...workbookParts([['order_id']]), { name: 'xl/vbaProject.bin', content: '' }]),
      'macros_not_accepted',
    ],
    ['a password', Buffer.from('d0cf11e0a1b11ae100', 'hex'), 'spreadsheet_unreadable'],
    ['an empty sheet', workbook([]), 'no_rows'],
    ['a header only', workbook([['order_id', 'status']]), 'no_rows'],
    ['no order id', workbook([['id'], ['1']]), 'column_missing'],
  ])('with %s is refused as a whole', async (_what, file, code) => {
    expect((await run(file)).result).toMatchObject({ ok: false, error: { code } });
  });
});
