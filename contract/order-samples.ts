/** A request that a shop can send as it is, once the words in capital letters are replaced. */
export interface Sample {
  readonly key: 'postback' | 'pixel' | 'order' | 'event' | 'file';
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface SampledProgram {
  readonly program: string;
  readonly campaign_code: string;
  readonly action_code: string;
  readonly tariff_code: string;
  readonly currency: string;
}

const JSON_TYPE = 'application/json';
const authorised = { authorization: 'Bearer ACCESS_TOKEN' };

/** Stands in a body for the moment of sending. A page may be read long before, and an order is never older than its click. */
export const SENT_AT = '{sent_at}';
/** The same in a shell, between pieces of a text in single quotes. */
const SENT_AT_IN_SHELL = `'"$(date -u +%FT%TZ)"'`;

/** Each way to report, for one program of the network at `origin`. */
export function samplesOf(program: SampledProgram, origin: string): readonly Sample[] {
  const tracked = new URLSearchParams({
    campaign_code: program.campaign_code,
    action_code: program.action_code,
    tariff_code: program.tariff_code,
    payment_type: 'sale',
    order_id: 'ORDER_ID',
    uid: 'CLICK_ID',
    price: '20.00',
    quantity: '1',
    currency_code: program.currency,
    position_id: '1',
    position_count: '1',
    product_id: 'PRODUCT_ID',
    country_code: 'RU',
  });
  const proven = new URLSearchParams({ postback: '1', postback_key: 'POSTBACK_KEY' });
  const order = {
    program: program.program,
    order_id: 'ORDER_ID',
    ordered_at: SENT_AT,
    currency: program.currency,
    click_id: 'CLICK_ID',
    delivery_country: 'RU',
    lines: [{ line_id: '1', product_id: 'PRODUCT_ID', amount: '20.00', quantity: 1 }],
  };
  const code = encodeURIComponent(program.program);
  const json = { ...authorised, 'content-type': JSON_TYPE };
  const event = { type: 'goods_received', at: SENT_AT };
  return [
    { key: 'postback', method: 'GET', url: `${origin}/r?${tracked}&${proven}`, headers: {}, body: null },
    { key: 'pixel', method: 'GET', url: `${origin}/r?${tracked}&response_type=img`, headers: {}, body: null },
    { key: 'order', method: 'POST', url: `${origin}/api/v1/orders`, headers: json, body: JSON.stringify(order) },
    {
      key: 'event',
      method: 'POST',
      url: `${origin}/api/v1/programs/${code}/orders/ORDER_ID/events`,
      headers: json,
      body: JSON.stringify(event),
    },
    {
      key: 'file',
      method: 'POST',
      url: `${origin}/api/v1/order-desk/${code}/files?mode=preview`,
      headers: { ...authorised, 'content-type': 'text/csv' },
      body: 'order_id,status,comment\nORDER_ID,approved,\n',
    },
  ];
}

/** As people try it: a command line, and for the pixel the element of the page. */
export function sampleText({ key, method, url, headers, body }: Sample): string {
  if (key === 'pixel') return `<img src="${url.replaceAll('&', '&amp;')}" width="1" height="1" alt="">`;
  const options = Object.entries(headers).map(([name, value]) => `  -H '${name}: ${value}'`);
  const data = body === null ? [] : [`  --data-binary '${body.replaceAll(SENT_AT, SENT_AT_IN_SHELL)}'`];
  return [`curl -X ${method} '${url}'`, ...options, ...data].join(' \\\n');
}
