import type { Program } from '../../programs/index.ts';

/** A text with which the first terms of a program begin: it can be published as it stands, and shows where to write what. */
export function starterText({ code, name, timeZone, defaultCurrency }: Program): string {
  const currency = defaultCurrency ?? 'USD';
  const quoted = name.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
  return `program ${code} "${quoted}"
time zone ${timeZone}
orders in ${currency}

version V1 {
  clicks last within 30 days
  reward in ${currency}
  round half even
  confirm on "goods received" within 90 days

  # Who may earn at all
  rule agreement: when agreement is missing then not attributed as AGREEMENT_MISSING
  rule ad-space-blocked: when ad space is blocked then decline as AD_SPACE_BLOCKED
  rule hidden: when product is hidden then decline as HIDDEN_PRODUCT
  rule vpn: when anonymizer is yes then no reward as VPN_PROXY

  # What is paid
  rule everything: pay 5.00% as PAID_RATE
}
`;
}
