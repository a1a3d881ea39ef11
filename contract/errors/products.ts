import type { ErrorArea } from './entry.ts';

/** What can be wrong with products, their rates and the files they come in. */
export const productsErrors = {
  product_unknown: {
    status: 404,
    title: 'The product is not in the catalogue of the program',
    remedy: 'Check the id, or import the product first: tributary import products.',
  },
  product_id_invalid: {
    status: 422,
    title: 'The product id is not accepted',
    remedy: 'Send 1 to 128 visible characters without blanks.',
  },
  product_flag_invalid: {
    status: 422,
    title: 'A flag of the product is neither yes nor no',
    remedy: 'Write true or false (yes/no and 1/0 are taken too); leave the cell empty when it is not known.',
  },
  seller_country_invalid: {
    status: 422,
    title: 'The country of the seller is not a two-letter code',
    remedy: 'Send ISO 3166-1 alpha-2 of the seller, not of the warehouse; leave it empty when it is not known.',
  },
  price_invalid: {
    status: 422,
    title: 'The price is not accepted',
    remedy: 'Send a decimal number that is not negative, and its currency, for example 20.00 and USD.',
  },
  product_url_invalid: {
    status: 422,
    title: 'The address of the product is not accepted',
    remedy: 'Send a full address that begins with https:// and has at most 2048 characters.',
  },
  product_url_not_allowed: {
    status: 422,
    title: 'The address of the product does not lead to the shop',
    remedy: 'Send an address on one of the hosts of the program; without one the product has no affiliate link.',
  },
  column_unknown: {
    status: 422,
    title: 'The file has a column that is not known',
    remedy: 'Correct the name of the column or leave it out; the known ones are in the detail.',
  },
  column_repeated: {
    status: 422,
    title: 'Two columns of the file have the same name',
    remedy: 'Keep the one that is meant.',
  },
  row_shape: {
    status: 422,
    title: 'The row does not fit the header',
    remedy: 'Give each row as many cells as the header has; put cells that contain the separator in quotes.',
  },
  rate_invalid: {
    status: 422,
    title: 'The rate is not a percentage',
    remedy: 'Write a decimal number with a point or a comma before the decimals, for example 1.15 or 1,15%.',
  },
  rate_must_be_string: {
    status: 422,
    title: 'The rate is a JSON number',
    remedy: 'Send it in quotes, for example "5.00": JSON numbers lose digits on the way.',
  },
  rate_period_invalid: {
    status: 422,
    title: 'The rate ends where or before it begins',
    remedy: 'Let valid_until be later than valid_from, or leave it empty.',
  },
  gone_changed: {
    status: 409,
    title: 'Others are missing in the file than the preview counted',
    remedy: 'Look at the preview again: somebody changed what is known meanwhile.',
  },
  rate_terms_missing: {
    status: 409,
    title: 'The program has no terms for that time, so the rate cannot be checked',
    remedy: 'Publish the terms of the program first, or correct valid_from.',
  },
  RATE_OUT_OF_RANGE: {
    status: 422,
    title: 'The rate is outside the range that the terms allow',
    remedy: 'Correct the rate; the range and the terms version are in the detail.',
  },
  UPLIFT_ABOVE_60: {
    status: 422,
    title: 'The rate grows by more than the terms allow',
    remedy: 'Correct the rate; the former rate and the greatest allowed one are in the detail.',
  },
  NOT_AN_INCREASE: {
    status: 422,
    title: 'The rate is not higher than before, although an increase is announced',
    remedy: 'Nothing needs to be done if it is meant: the rate was taken.',
  },
} as const satisfies ErrorArea;
