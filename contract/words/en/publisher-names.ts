import { words as names } from './names.ts';
import { words as reasons } from './reasons.ts';

/** Names of states, reasons, kinds of ledger entries: the same on every screen of a publisher. */
export const words = {
  status: {
    approved: 'approved',
    pending: 'pending',
    deducted: 'taken back',
    unresolved: 'to be decided',
    declined: 'declined',
    no_reward: 'no reward',
    not_attributed: 'not attributed',
  },
  reason: reasons,
  confirmation: names.confirmations,
  entry: {
    hold: 'Put on hold',
    void: 'Hold released',
    reward: 'Reward',
    refund_deduction: 'Refund deduction',
    antispam_deduction: 'Antispam Deduction',
    correction: 'Correction',
    reversal: 'Reversal',
    advertiser_payment: 'Payment of the advertiser',
    withdrawal: 'Paid out',
    express_payment: 'Express payment',
    express_fee: 'Express payment fee',
    express_settlement: 'Express payment settled',
  },
  account: {
    publisher_hold: 'On hold',
    publisher_balance: 'Balance',
    publisher_advance: 'Advanced',
    advertiser_hold: 'Advertiser, expected',
    advertiser_due: 'Advertiser, due',
    network_fx: 'Exchange',
    network_fees: 'Fees',
    bank: 'Bank',
  },
  device: { desktop: 'computer', mobile: 'phone', tablet: 'tablet', other: 'other' },
  event: {
    goods_received: 'Confirmed',
    closed: 'Closed without confirmation',
    reopened: 'Reopened',
    refunded: 'Refunded',
    violation: 'Violation',
    corrected: 'Corrected',
  },
};
