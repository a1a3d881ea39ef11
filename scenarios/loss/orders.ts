import { latestDecisions } from '../../modules/commissions/index.ts';
import type { Rig } from './rig.ts';

/**
 * Reports an order for a click of which the store knows nothing, as its advertiser would, and says what is wrong with what became of it:
 * it has to be attributed by the signature of the id alone (G-4).
 */
export async function restoredOrder(rig: Rig, clickId: string): Promise<string[]> {
  const { program, productIds } = rig.network;
  const orderId = `loss-${clickId.slice(-12)}`;
  const response = await fetch(`${await rig.api()}/api/v1/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${await token(rig)}` },
    body: JSON.stringify({
      program,
      order_id: orderId,
      ordered_at: new Date().toISOString(),
      currency: 'USD',
      click_id: clickId,
      delivery_country: 'RU',
      lines: [{ line_id: '1', product_id: productIds[0], amount: '10.00' }],
    }),
  });
  if (!response.ok) return [`an order for a flagged click was answered ${response.status}: ${await response.text()}`];
  const [decided] = await rig.db.transaction({ role: 'system' }, (tx) => latestDecisions(tx, [{ program, orderId }]));
  const origin = decided?.sources.clicks.find((source) => source.clickId === clickId)?.origin;
  return decided?.clickId === clickId && origin === 'restored' && decided.decision.commission.minor > 0n
    ? []
    : [`an order for a flagged click is decided for click ${decided?.clickId}, origin ${origin}`];
}

async function token(rig: Rig): Promise<string> {
  const { clientId, clientSecret } = rig.network;
  const response = await fetch(`${await rig.api()}/api/token/`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'orders' }),
  });
  const { access_token: issued }: { readonly access_token: string } = JSON.parse(await response.text());
  return issued;
}
