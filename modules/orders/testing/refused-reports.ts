import { line, order, TIME } from './reports.ts';

/** A report that is refused, and how. */
export interface RefusedReport {
  readonly bad: string;
  readonly body: unknown;
  readonly status: number;
  readonly code: string;
  readonly field: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A good report but for what `more` says. */
const fieldCase = (bad: string, more: object, code: string, field: string, status = 422): RefusedReport => ({
  bad,
  body: order('never', more),
  status,
  code,
  field,
});

const amountCase = (bad: string, amount: unknown, code: string): RefusedReport =>
  fieldCase(bad, { lines: [{ ...line, amount }] }, code, 'lines[0].amount');

export const refusedReports: readonly RefusedReport[] = [
  fieldCase('BAD-32 no order id', { order_id: undefined }, 'order_id_required', 'order_id'),
  fieldCase('BAD-33 empty order id', { order_id: '' }, 'order_id_invalid', 'order_id'),
  fieldCase('BAD-33 blank order id', { order_id: '   ' }, 'order_id_invalid', 'order_id'),
  fieldCase('BAD-33 order id of 300', { order_id: 'x'.repeat(300) }, 'order_id_invalid', 'order_id'),
  fieldCase('BAD-33 order id with NUL', { order_id: 'a\u0000b' }, 'order_id_invalid', 'order_id'),
  fieldCase(
    'BAD-37 click of another advertiser',
    { click_id: 'click-foreign' },
    'click_belongs_to_other_program',
    'click_id',
  ),
  fieldCase('BAD-38 {click_id}', { click_id: '{click_id}' }, 'macro_not_replaced', 'click_id'),
  fieldCase('BAD-38 [CLICKID]', { click_id: '[CLICKID]' }, 'macro_not_replaced', 'click_id'),
  fieldCase('BAD-38 %CLICK_ID%', { click_id: '%CLICK_ID%' }, 'macro_not_replaced', 'click_id'),
  fieldCase('BAD-38 [[[admitad_uid]]] as order id', { order_id: '[[[order_id]]]' }, 'macro_not_replaced', 'order_id'),
  fieldCase('BAD-41 in the future', { ordered_at: '2022-06-15T12:10:01.000Z' }, 'order_time_invalid', 'ordered_at'),
  fieldCase('BAD-41 year 1970', { ordered_at: '1970-01-01T00:00:00Z' }, 'order_time_invalid', 'ordered_at'),
  fieldCase('BAD-41 2026-02-30', { ordered_at: '2026-02-30T00:00:00Z' }, 'order_time_invalid', 'ordered_at'),
  fieldCase('BAD-41 31/12/26', { ordered_at: '31/12/26' }, 'order_time_invalid', 'ordered_at'),
  fieldCase('BAD-41 a number', { ordered_at: 1655290800 }, 'order_time_invalid', 'ordered_at'),
  amountCase('BAD-43 -5', '-5', 'amount_negative'),
  amountCase('BAD-45 1e3', '1e3', 'amount_format'),
  amountCase('BAD-45 NaN', 'NaN', 'amount_format'),
  amountCase('BAD-45 Infinity', 'Infinity', 'amount_format'),
  amountCase('BAD-45 0x10', '0x10', 'amount_format'),
  amountCase('BAD-45 full-width digits', '１０', 'amount_format'),
  amountCase('BAD-46 1,234.56', '1,234.56', 'amount_ambiguous'),
  amountCase('BAD-46 1.234,56', '1.234,56', 'amount_ambiguous'),
  amountCase('BAD-46 1 234,56', '1 234,56', 'amount_ambiguous'),
  amountCase('BAD-46 12,5', '12,5', 'amount_ambiguous'),
  amountCase('BAD-47 10.999', '10.999', 'too_many_decimals'),
  fieldCase(
    'BAD-47 10.5 JPY',
    { currency: 'JPY', lines: [{ ...line, amount: '10.5' }] },
    'too_many_decimals',
    'lines[0].amount',
  ),
  amountCase('BAD-48 99999999999999999999', '99999999999999999999', 'amount_too_large'),
  amountCase('BAD-53 10.1 as a number', 10.1, 'amount_must_be_string'),
  amountCase('an amount of a macro', '{price}', 'macro_not_replaced'),
  amountCase('no amount', undefined, 'amount_required'),
  fieldCase('BAD-49 RUR', { currency: 'RUR' }, 'currency_unknown', 'currency'),
  fieldCase('BAD-49 ₽', { currency: '₽' }, 'currency_unknown', 'currency'),
  fieldCase(
    'BAD-49 none, and none declared',
    { program: 'sister', currency: undefined },
    'currency_required',
    'currency',
  ),
  fieldCase('BAD-50 EUR', { currency: 'EUR' }, 'currency_not_agreed', 'currency'),
  {
    bad: 'BAD-51 cut in half',
    body: '{"program":"shop","order_id":',
    status: 400,
    code: 'json_malformed',
    field: 'order_id',
  },
  {
    bad: 'BAD-52 duplicate key',
    body: '{"program":"shop","order_id":"never","order_id":"b"}',
    status: 400,
    code: 'duplicate_key',
    field: 'order_id',
  },
  { bad: 'BAD-52 comment', body: '{/* */}', status: 400, code: 'json_malformed', field: null },
  fieldCase('BAD-60 lines and total differ', { total: '20.01' }, 'lines_do_not_add_up', 'total'),
  {
    bad: 'BAD-63 text/plain',
    body: JSON.stringify(order('never')),
    status: 415,
    code: 'content_type',
    field: 'Content-Type',
    headers: { 'content-type': 'text/plain' },
  },
  {
    bad: 'BAD-65 not UTF-8',
    body: Buffer.from('{"program":"shop","order_id":"\xff"}', 'latin1'),
    status: 422,
    code: 'not_utf8',
    field: 'order_id',
  },
  {
    bad: 'BAD-75 __proto__',
    body: '{"__proto__":{"admin":true}}',
    status: 400,
    code: 'field_not_allowed',
    field: '__proto__',
  },
  fieldCase('T-16 unknown field', { status: 'approved' }, 'field_not_allowed', 'status', 400),
  { bad: 'T-24 nesting', body: `{"lines":${'['.repeat(100)}`, status: 400, code: 'json_too_deep', field: null },
  fieldCase('two lines of one id', { lines: [line, line] }, 'line_repeated', 'lines[1].line_id'),
  fieldCase('no lines', { lines: [] }, 'lines_required', 'lines'),
  fieldCase('a country of three letters', { delivery_country: 'RUS' }, 'country_invalid', 'delivery_country'),
  fieldCase('half a piece', { lines: [{ ...line, quantity: 0.5 }] }, 'quantity_invalid', 'lines[0].quantity'),
  {
    bad: 'half a surrogate pair',
    body: `${JSON.stringify(order('never')).replace(TIME, '\\ud800')}`,
    status: 422,
    code: 'order_time_invalid',
    field: 'ordered_at',
  },
  { bad: 'a list', body: [], status: 422, code: 'field_invalid', field: null },
  { bad: 'an empty body', body: '', status: 400, code: 'json_malformed', field: null },
  fieldCase('program of another advertiser', { program: 'foreign' }, 'not_found', 'program', 404),
  fieldCase('no such program', { program: 'nowhere' }, 'not_found', 'program', 404),
];
