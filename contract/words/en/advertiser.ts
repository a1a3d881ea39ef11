import { words as names } from './advertiser-names.ts';
import { words as daily } from './advertiser-orders.ts';
import { words as program } from './advertiser-program.ts';
import { words as terms } from './advertiser-terms.ts';

/** The cabinet of advertisers. */
export const words = {
  overview: {
    title: 'Overview',
    lead: 'What waits for you, and how your programs do.',
    waiting: 'What waits for you',
    orders: 'Orders to confirm or decline',
    applications: 'Applications to look at',
    proposals: 'Terms that wait for a second person',
    alarms: 'Traffic alarms',
    noAlarms: 'none today',
    lastDays: 'The last 30 days',
    clicks: 'Clicks',
    actions: 'Orders with a reward',
    spend: 'What they cost you',
    clicksWhy: 'See the traffic of a day',
    ordersWhy: 'See the orders',
    spendNote: 'Approved, and what is still open',
    programs: 'Programs',
    begin: 'Draft your first program',
    beginWhy:
      'A program says what you sell, what you pay for it, and which traffic you take. Publishers find it in the catalogue.',
    open: 'Open',
  },
  ...program,
  names,
  terms,
  daily,
};
