import type { Browser } from 'playwright-core';
import { type AppAddress, addresses } from '../../apps/web/app/addresses.ts';
import { type BusyNetwork, PROGRAM, type Role } from './busy-network.ts';
import { personAtWork } from './person.ts';
import { open, type Visitor } from './visitor.ts';

/** How an address of the cabinets is come to. */
interface Visit {
  /** `null`: nobody is signed in. */
  readonly as: Role | null;
  /** Where the address asks for a name or for more: the whole of it, or the list whose first line leads there. */
  readonly at?: string | { readonly firstOf: string };
  /** It has no screen of its own, but leads to that one. */
  readonly leadsTo?: AppAddress;
  /** Further screens of the address, behind its tabs. */
  readonly tabs?: readonly string[];
}

const publisher: Visit = { as: 'publisher' };
const advertiser: Visit = { as: 'advertiser' };
const operator: Visit = { as: 'operator' };
const stranger: Visit = { as: null };

/** A screen without a visit does not compile. */
const visits: Readonly<Record<AppAddress, Visit>> = {
  '/': { as: 'publisher', leadsTo: '/publisher/overview' },
  '/account': { as: 'publisher', leadsTo: '/account/profile' },
  '/account/api': publisher,
  '/account/members': publisher,
  '/account/profile': publisher,
  '/account/security': publisher,
  '/advertiser': advertiser,
  '/advertiser/applications': advertiser,
  '/advertiser/imports': advertiser,
  '/advertiser/integration': advertiser,
  '/advertiser/orders': advertiser,
  '/advertiser/orders/detail': { as: 'advertiser', at: { firstOf: '/advertiser/orders' } },
  '/advertiser/programs': advertiser,
  '/advertiser/programs/$code': {
    as: 'advertiser',
    at: `/advertiser/programs/${PROGRAM}`,
    tabs: ['links', 'traffic', 'partners', 'page', 'rules'],
  },
  '/advertiser/programs/new': advertiser,
  '/advertiser/quality': advertiser,
  '/advertiser/terms': advertiser,
  '/advertiser/terms/$code': {
    as: 'advertiser',
    at: { firstOf: '/advertiser/terms' },
    tabs: ['changes', 'trial', 'versions', 'proposals'],
  },
  '/confirm': stranger,
  '/invitation': stranger,
  '/kit': publisher,
  '/new-mail': stranger,
  '/operator': { as: 'operator', leadsTo: '/operator/overview' },
  '/operator/advertiser-payments': { as: 'operator', tabs: ['recorded'] },
  '/operator/audit': operator,
  '/operator/clicks': operator,
  '/operator/conduct': { as: 'operator', tabs: ['sanctions'] },
  '/operator/conduct/$id': { as: 'operator', at: { firstOf: '/operator/conduct' } },
  '/operator/conduct/new': operator,
  '/operator/express-payments': { as: 'operator', tabs: ['exposure', 'settings'] },
  '/operator/health': operator,
  '/operator/ledger': { as: 'operator', tabs: ['accounts'] },
  '/operator/ledger/accounts/$id': { as: 'operator', at: { firstOf: '/operator/ledger?tab=accounts' } },
  '/operator/ledger/entries/$id': { as: 'operator', at: { firstOf: '/operator/ledger' } },
  '/operator/mails': operator,
  '/operator/moderation': operator,
  '/operator/overview': operator,
  '/operator/people': operator,
  '/operator/people/$id': { as: 'operator', at: { firstOf: '/operator/people' } },
  '/operator/promises': operator,
  '/operator/rules': operator,
  '/operator/traffic': operator,
  '/publisher': { as: 'publisher', leadsTo: '/publisher/overview' },
  '/publisher/actions': publisher,
  '/publisher/actions/why': { as: 'publisher', at: { firstOf: '/publisher/actions' } },
  '/publisher/ad-spaces': publisher,
  '/publisher/ad-spaces/$id': { as: 'publisher', at: { firstOf: '/publisher/ad-spaces' } },
  '/publisher/ad-spaces/new': publisher,
  '/publisher/balance': publisher,
  '/publisher/checker': publisher,
  '/publisher/conduct': publisher,
  '/publisher/links': publisher,
  '/publisher/notices': publisher,
  '/publisher/overview': publisher,
  '/publisher/programs': { as: 'publisher', tabs: ['mine'] },
  '/publisher/programs/$code': { as: 'publisher', at: `/publisher/programs/${PROGRAM}` },
  '/publisher/quality': publisher,
  '/publisher/statistics': publisher,
  '/publisher/statistics/clicks': publisher,
  '/register': stranger,
  '/reset': stranger,
  '/sign-in': stranger,
  '/unsubscribe': stranger,
};

export interface Screen {
  readonly name: string;
  readonly open: (visitor: Visitor) => Promise<void>;
  /** Nothing to look at: the screen it leads to is visited, too. */
  readonly isWay: boolean;
}

/** Every screen that this role sees, each once. */
export function screensOf(role: Role | null): readonly Screen[] {
  return addresses.flatMap((address) => (visits[address].as === role ? screensAt(address) : []));
}

function screensAt(address: AppAddress): readonly Screen[] {
  const { at = address, leadsTo, tabs = [] } = visits[address];
  const first: Screen = {
    name: address,
    isWay: leadsTo !== undefined,
    open: async (visitor) => {
      await open(visitor, typeof at === 'string' ? `/app${at}` : await firstOf(visitor, at.firstOf, address));
      if (leadsTo !== undefined) await visitor.page.waitForURL(`**/app${leadsTo}`);
    },
  };
  const others = tabs.map((tab) => ({
    name: `${address}?tab=${tab}`,
    isWay: false,
    open: async (visitor: Visitor) => {
      const way = typeof at === 'string' ? `/app${at}` : await firstOf(visitor, at.firstOf, address);
      await open(visitor, `${way}?tab=${tab}`);
    },
  }));
  return [first, ...others];
}

/** The address of the first line of a list that leads to a screen of this kind. */
async function firstOf(visitor: Visitor, list: string, address: AppAddress): Promise<string> {
  await open(visitor, `/app${list}`);
  const fixed = `/app${address.replace(/\$.*$/, '')}`;
  const links = visitor.page.locator(`main a[href^="${fixed}"]:not([href="${fixed}new"])`);
  const found = await links.first().getAttribute('href');
  if (found === null) throw new Error(`nothing in ${list} leads to ${address}`);
  return found;
}

/** A case that waits to be judged, and a warning of another, so that the screens of conduct have something to show. */
export async function openCases(browser: Browser, network: BusyNetwork): Promise<void> {
  const { email } = network.accountOf('publisher');
  const space = network.credentials.ad_spaces.find(({ owner_email }) => owner_email === email);
  const operator = await personAtWork(browser, network.url, network.accountOf('operator'));
  const about = { program: PROGRAM, ad_space: space?.id, rule: 'misleading' };
  const reason = 'It promised a price that no shop has.';
  await operator.post('/api/v1/conduct/sanctions', { ...about, level: 'warning', reason });
  await operator.post('/api/v1/conduct/cases', { ...about, evidence: 'https://notes.test/half-price' });
  await operator.leave();
}
