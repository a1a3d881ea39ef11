/**
 * The chart of accounts, as data (docs/domain/account-chart.md). Amounts are signed from the holder's point of view: positive is
 * what the network owes the holder, negative what the holder owes the network. So the book of every currency sums to zero.
 */
export const accountKinds = [
  /** Reserved for the publisher until the order is confirmed; not spendable (I-13). */
  'publisher_hold',
  /** Confirmed and payable to the publisher. */
  'publisher_balance',
  /** Paid to the publisher before the advertiser has funded it, and not settled: zero or below (S-022). */
  'publisher_advance',
  /** The advertiser's mirror of what is held for publishers: expected, not yet due. */
  'advertiser_hold',
  /** What the advertiser owes for confirmed orders. */
  'advertiser_due',
  /** Joins the two legs of an entry whose order and accrual currencies differ (I-1). */
  'network_fx',
  /** What the network earned from its publishers: fees of express payments. */
  'network_fees',
  /** Money that came in from advertisers and went out to publishers. */
  'bank',
] as const;

export type AccountKind = (typeof accountKinds)[number];

/** Who holds an account of this kind; decides whether it must name an organisation. */
export const accountHolders: Readonly<Record<AccountKind, 'publisher' | 'advertiser' | 'network'>> = {
  publisher_hold: 'publisher',
  publisher_balance: 'publisher',
  publisher_advance: 'publisher',
  advertiser_hold: 'advertiser',
  advertiser_due: 'advertiser',
  network_fx: 'network',
  network_fees: 'network',
  bank: 'network',
};

export const entryKinds = [
  'hold',
  'void',
  'reward',
  'refund_deduction',
  'antispam_deduction',
  'correction',
  'reversal',
  'advertiser_payment',
  'withdrawal',
  'express_payment',
  'express_fee',
  'express_settlement',
] as const;

export type EntryKind = (typeof entryKinds)[number];

/** What the holder reads in the history of a balance. `Antispam Deduction` is a fixed name, never translated (S-085). */
export const titles: Readonly<Record<EntryKind, string>> = {
  hold: 'Hold',
  void: 'Hold released',
  reward: 'Reward',
  refund_deduction: 'Refund deduction',
  antispam_deduction: 'Antispam Deduction',
  correction: 'Correction',
  reversal: 'Reversal',
  advertiser_payment: 'Advertiser payment',
  withdrawal: 'Withdrawal',
  express_payment: 'Express payment',
  express_fee: 'Express payment fee',
  express_settlement: 'Express payment settled',
};

/**
 * Kinds of entries that may leave a publisher's balance below zero: the closed list of I-11. A deduction after a withdrawal must be
 * bookable (S-084), and so must a correction of what was never earned, and with either the settlement of what was advanced for it;
 * nothing else may spend what is not there.
 */
export const overdrawingKinds: readonly EntryKind[] = [
  'refund_deduction',
  'antispam_deduction',
  'correction',
  'express_settlement',
];

type Sign = '+' | '-' | '±';

/** Which accounts an entry of a kind may touch, and in which direction. Whatever is not in this table is refused before booking. */
export const legalPostings: Readonly<Record<EntryKind, Readonly<Partial<Record<AccountKind, Sign>>>>> = {
  hold: { publisher_hold: '+', advertiser_hold: '-', network_fx: '±' },
  void: { publisher_hold: '-', advertiser_hold: '+', network_fx: '±' },
  reward: { publisher_hold: '-', publisher_balance: '+', advertiser_hold: '+', advertiser_due: '-', network_fx: '±' },
  refund_deduction: { publisher_balance: '-', advertiser_due: '+', network_fx: '±' },
  antispam_deduction: { publisher_balance: '-', advertiser_due: '+', network_fx: '±' },
  correction: {
    publisher_hold: '±',
    publisher_balance: '±',
    advertiser_hold: '±',
    advertiser_due: '±',
    network_fx: '±',
  },
  reversal: {
    publisher_hold: '±',
    publisher_balance: '±',
    advertiser_hold: '±',
    advertiser_due: '±',
    network_fx: '±',
    network_fees: '±',
    publisher_advance: '±',
    bank: '±',
  },
  advertiser_payment: { advertiser_due: '+', bank: '-' },
  withdrawal: { publisher_balance: '-', bank: '+' },
  express_payment: { publisher_balance: '+', publisher_advance: '-' },
  express_fee: { publisher_balance: '-', network_fees: '+' },
  express_settlement: { publisher_balance: '-', publisher_advance: '+' },
};
