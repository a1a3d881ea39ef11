import type {
  AdSpaceKind,
  DeclarationBreach,
  ExtensionBehaviour,
  VisitorReward,
} from '../../contract/wire/ad-spaces.ts';

/** What a kind of ad space needs before it can be looked at. */
export interface KindRule {
  readonly kind: AdSpaceKind;
  /** Key of the traffic type that it brings, in the tables of the programs (S-129). */
  readonly trafficType: string;
  /** `site`: an address on a host of its own; `page`: an address that may stand on a host of many; `optional`. */
  readonly address: 'site' | 'page' | 'optional';
  /** `web`: the address itself proves its owner; `review`: a person of the network looks, as pages on shared hosts prove nobody (T-29). */
  readonly proof: 'web' | 'review';
  readonly asks: readonly ('description' | 'prelander' | 'behaviours' | 'dropshipping')[];
  /** Programs take it by agreement only, whatever their table says (C-18, C-20). */
  readonly byAgreement: boolean;
}

const site = (kind: AdSpaceKind, trafficType: string = kind): KindRule => ({
  kind,
  trafficType,
  address: 'site',
  proof: 'web',
  asks: ['dropshipping'],
  byAgreement: false,
});
const channel = (kind: AdSpaceKind): KindRule => ({ ...site(kind), address: 'page', proof: 'review', asks: [] });
const advertising = (kind: AdSpaceKind): KindRule => ({
  ...site(kind),
  address: 'optional',
  proof: 'review',
  asks: ['description'],
});
const extension = (kind: AdSpaceKind): KindRule => ({
  ...site(kind, 'toolbar'),
  address: 'page',
  proof: 'review',
  asks: ['description', 'behaviours'],
  byAgreement: true,
});
const pop = (kind: AdSpaceKind, asks: KindRule['asks']): KindRule => ({
  ...site(kind, 'teaser_banner'),
  asks,
  byAgreement: true,
});

/** In the order in which forms offer them: the kinds of table 13 and those of the rules beside it. */
export const kindRules: readonly KindRule[] = [
  site('content_site'),
  site('price_comparison'),
  site('forum'),
  site('loyalty'),
  site('coupon'),
  site('cashback'),
  site('online_store', 'other'),
  site('other'),
  { ...site('email'), asks: ['description'] },
  channel('youtube'),
  channel('messenger'),
  channel('social_group'),
  { ...channel('mobile'), asks: ['description'] },
  advertising('contextual'),
  advertising('teaser_banner'),
  advertising('targeting.facebook'),
  advertising('targeting.vkontakte'),
  advertising('targeting.mytarget'),
  advertising('targeting.tiktok'),
  advertising('targeting.other'),
  extension('toolbar'),
  extension('browser_extension'),
  pop('pop_with_prelander', ['prelander', 'description']),
  pop('direct_pop', ['description']),
];

const byKind: ReadonlyMap<string, KindRule> = new Map(kindRules.map((rule) => [rule.kind, rule]));

/** `null` for kinds that forms do not offer. */
export function kindRule(kind: string): KindRule | null {
  return byKind.get(kind) ?? null;
}

/** Behaviours that stay inside the extension's own icon (S-091). */
const ICON_ONLY: ReadonlySet<ExtensionBehaviour> = new Set(['icon_notification', 'icon_popup']);

export interface Declaration {
  readonly kind: string;
  readonly rewards: VisitorReward;
  readonly behaviours: readonly ExtensionBehaviour[];
  readonly prelanderUrl: string | null;
}

export interface BrokenRule {
  readonly rule: string;
  readonly breach: DeclarationBreach;
  readonly reason: string;
}

/** The conduct rule (table 14) that the declaration itself breaks, with what breaks it; `null` where it breaks none. */
export function brokenRule(declared: Declaration): BrokenRule | null {
  if (declared.rewards === 'visit') {
    const reason =
      'Visitors may not be rewarded for clicks, visits or other actions; a benefit for a purchase is allowed.';
    return { rule: 'incentive_action', breach: 'visit_reward', reason };
  }
  if (declared.kind === 'direct_pop') {
    const reason = 'Pop-up, pop-under and click-under traffic is prohibited; it may be used with a prelander only.';
    return { rule: 'pop', breach: 'direct_pop', reason };
  }
  if (declared.kind === 'pop_with_prelander' && declared.prelanderUrl === null) {
    const reason = 'Pop traffic needs a prelander on which the visitor acts to get to the shop.';
    return { rule: 'pop', breach: 'no_prelander', reason };
  }
  const outside = declared.behaviours.filter((behaviour) => !ICON_ONLY.has(behaviour));
  if (outside.length === 0) return null;
  const reason = `An extension may show notices inside its own icon only; declared: ${outside.join(', ')}.`;
  return { rule: 'malicious', breach: 'outside_icon', reason };
}
