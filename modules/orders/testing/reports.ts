/** Reports as the API's clients send them. */

export const TIME = '2022-06-15T11:00:00.000Z';
export const line = { line_id: '1', product_id: 'P1', amount: '20.00' };
export const order = (id: string, more: object = {}) => ({
  program: 'shop',
  order_id: id,
  ordered_at: TIME,
  currency: 'USD',
  click_id: 'click-shop',
  delivery_country: 'RU',
  lines: [line],
  ...more,
});
