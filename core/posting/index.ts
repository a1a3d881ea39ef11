export {
  type AccountKind,
  accountHolders,
  accountKinds,
  type EntryKind,
  entryKinds,
  legalPostings,
  overdrawingKinds,
  titles,
} from './chart.ts';
export { type Booking, type BookingCause, deductionKind, entriesFor, type Parties } from './entries-for.ts';
export {
  type AdvancedOrder,
  expressFee,
  expressPayment,
  expressSettlement,
  expressSources,
  type SettlementReason,
  transferCause,
} from './express.ts';
export {
  type AccountName,
  accountKey,
  type Cause,
  entryProblems,
  type FxUsed,
  type JournalEntry,
  merged,
  type Posting,
  type Subject,
} from './journal.ts';
export { advertiserPayment, withdrawal } from './payments.ts';
export { type ReversalProblem, reversalOf } from './reversal.ts';
