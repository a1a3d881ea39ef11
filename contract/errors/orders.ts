import type { ErrorArea } from './entry.ts';

/** What can be wrong with reported orders, their events and their files. */
export const ordersErrors = {
  signature_missing: {
    status: 401,
    title: 'Nothing proves who sends this',
    remedy:
      'Send "Authorization: Bearer <token>", or sign the request with the signing secret of the program, which the network gave you together with the postback key (see Signed reports).',
  },
  signature_invalid: {
    status: 401,
    title: 'The signature does not fit the request',
    remedy:
      'Sign webhook-id, webhook-timestamp and the body exactly as sent, joined by points, with the signing secret of the program that the report names (see Signed reports).',
  },
  timestamp_out_of_range: {
    status: 401,
    title: 'The time of the signature is too far from ours',
    remedy: 'Correct the clock and sign each attempt with its own time, in whole seconds since 1970.',
  },
  message_id_invalid: {
    status: 400,
    title: 'The message id is not accepted',
    remedy:
      'Send as webhook-id 1 to 128 letters, digits, hyphens or underscores, the same in every attempt of a message.',
  },
  order_id_required: {
    status: 422,
    title: 'The order has no id',
    remedy: 'Send the id that the order has in your shop, the same in every report of it.',
  },
  order_id_invalid: {
    status: 422,
    title: 'The order id is not accepted',
    remedy: 'Send 1 to 128 visible characters without blanks.',
  },
  order_time_invalid: {
    status: 422,
    title: 'The time is not accepted',
    remedy:
      'Send RFC 3339, for example 2022-06-15T09:00:00.000Z, not before 2000 and not in the future; of an event, not before its order.',
  },
  timezone_required: {
    status: 422,
    title: 'The time has no zone',
    remedy: 'Add the zone to the time, for example Z or +03:00, or declare a time zone for the program.',
  },
  amount_negative: {
    status: 422,
    title: 'The amount is negative',
    remedy: 'Report the full price, and what was given back as an event of type refunded.',
  },
  amount_format: {
    status: 422,
    title: 'The amount is not a decimal number',
    remedy: 'Send digits with at most one point, for example "1234.56".',
  },
  amount_ambiguous: {
    status: 422,
    title: 'The amount can be read in several ways',
    remedy: 'Send digits with a point before the decimals and nothing between thousands, for example "1234.56".',
  },
  amount_must_be_string: {
    status: 422,
    title: 'The amount is a JSON number',
    remedy: 'Send it in quotes, for example "10.10": JSON numbers lose digits on the way.',
  },
  amount_required: {
    status: 422,
    title: 'The line has no amount',
    remedy: 'Send the price of the line after discounts, without shipping, for example "1234.56".',
  },
  amount_too_large: {
    status: 422,
    title: 'The amount is too large',
    remedy: 'Send at most 12 digits before the point; check the unit.',
  },
  too_many_decimals: {
    status: 422,
    title: 'The amount has more decimals than its currency',
    remedy: 'Round the amount to the minor unit of the currency.',
  },
  currency_unknown: {
    status: 422,
    title: 'The currency is not a current ISO 4217 code',
    remedy: 'Send three letters such as RUB, USD or EUR.',
  },
  currency_required: {
    status: 422,
    title: 'The order has no currency, and the program declares none',
    remedy: 'Send the currency of the amounts, for example "currency": "USD".',
  },
  currency_not_agreed: {
    status: 422,
    title: 'The program does not take orders in this currency',
    remedy: 'Report the order in one of the currencies of the program’s terms.',
  },
  currency_differs: {
    status: 409,
    title: 'The order is known in another currency',
    remedy: 'Report all lines of an order in the currency of its first report.',
  },
  country_invalid: {
    status: 422,
    title: 'The country is not a two-letter code',
    remedy: 'Send ISO 3166-1 alpha-2, for example RU; leave the field out when the country is not known.',
  },
  quantity_invalid: {
    status: 422,
    title: 'The quantity is not accepted',
    remedy: 'Send a whole number from 1 to 1000000.',
  },
  macro_not_replaced: {
    status: 422,
    title: 'Your system sent the placeholder itself',
    remedy: 'Correct the template so that the placeholder is replaced by the value before sending.',
  },
  click_belongs_to_other_program: {
    status: 422,
    title: 'The click was made on a link of another advertiser',
    remedy: 'Send the click id that arrived with the buyer at your shop.',
  },
  lines_required: {
    status: 422,
    title: 'The order has no lines',
    remedy: 'Send at least one line; for a lead send one line with amount "0.00".',
  },
  line_repeated: {
    status: 422,
    title: 'Two lines have the same id',
    remedy: 'Give each line of an order its own line_id.',
  },
  lines_do_not_add_up: {
    status: 422,
    title: 'The amounts of the lines do not sum to the total',
    remedy: 'Correct the lines or the total, or leave the total out.',
  },
  too_many_lines: {
    status: 413,
    title: 'The order has too many lines',
    remedy: 'Send at most 10000 lines in one request; further lines in a second report of the same order.',
  },
  status_unknown: {
    status: 422,
    title: 'The event type or status is not known',
    remedy: 'Use one of the values in the detail.',
  },
  reason_required: {
    status: 422,
    title: 'A violation needs its code',
    remedy: 'Send "violation" with one of the codes in the detail.',
  },
  position_invalid: {
    status: 422,
    title: 'The position is not one of the order',
    remedy: 'Send position_id from 1 to position_count.',
  },
  id_reused_with_other_content: {
    status: 409,
    title: 'The id belongs to another content already',
    remedy:
      'Give each event its own id, or leave the id out: then the content makes it. Give each signed message its own webhook-id.',
  },
  transition_not_allowed: {
    status: 409,
    title: 'The order is in a state that does not allow this',
    remedy:
      'Look at the order; if it is wrong, report the earlier event that is missing, or ask the operator to reopen it.',
  },
  refund_exceeds_order: {
    status: 422,
    title: 'The refund is larger than the line',
    remedy: 'Send the amount that was given back; if the line was reported too low, send a corrected event first.',
  },
  refund_exceeds_remaining: {
    status: 409,
    title: 'Together with earlier refunds this is more than the line',
    remedy: 'Look at the events of the order; do not send a refund again under another id.',
  },
  order_ambiguous: {
    status: 409,
    title: 'Several programs have an order of this id',
    remedy: 'Name the order as program/order_id.',
  },
  no_rows: {
    status: 422,
    title: 'The file has no rows',
    remedy: 'Send a file with a header and at least one row.',
  },
  format_unsure: {
    status: 422,
    title: 'The format of the file cannot be told',
    remedy: 'Save it as CSV in UTF-8 with commas, semicolons or tabs, or name the format.',
  },
  column_missing: {
    status: 422,
    title: 'The file lacks a required column',
    remedy: 'Add the column; those found are in the detail.',
  },
  conflict_in_file: {
    status: 422,
    title: 'Two rows of the file contradict each other',
    remedy: 'Keep the row that is right; the lines of both are in the detail.',
  },
  id_damaged_by_spreadsheet: {
    status: 422,
    title: 'A spreadsheet program has changed the id',
    remedy: 'Format the column as text before the ids are pasted, and export again.',
  },
  number_damaged_by_spreadsheet: {
    status: 422,
    title: 'The cell holds a number that a spreadsheet cannot show in full',
    remedy: 'Check the number; if it is right, format the column as text, type it again, and save.',
  },
  macros_not_accepted: {
    status: 415,
    title: 'The workbook contains macros',
    remedy: 'Save it as “Excel workbook (.xlsx)”, which keeps no macros, or as CSV.',
  },
  spreadsheet_unreadable: {
    status: 422,
    title: 'The spreadsheet cannot be read',
    remedy: 'Open it, remove its password, and save it as “Excel workbook (.xlsx)” or as CSV.',
  },
  doctype_not_allowed: {
    status: 422,
    title: 'The XML has a document type',
    remedy: 'Leave <!DOCTYPE …> out.',
  },
  xml_malformed: {
    status: 422,
    title: 'The XML is not well-formed or not of an expected kind',
    remedy: 'Correct the file at the given line.',
  },
  file_too_large: {
    status: 413,
    title: 'The file or a row of it is too large',
    remedy: 'Split the file; the limit is in the detail.',
  },
  selection_empty: {
    status: 422,
    title: 'No order has these properties',
    remedy: 'Change the filters.',
  },
  selection_too_large: {
    status: 422,
    title: 'More orders are selected than are handled at once',
    remedy: 'Narrow the filters, for instance by days; or send a file.',
  },
  selection_changed: {
    status: 409,
    title: 'Other orders are selected than the preview counted',
    remedy: 'Look at the preview again.',
  },
} as const satisfies ErrorArea;
