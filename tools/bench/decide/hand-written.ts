import {
  type ClickFacts,
  type Decision,
  ENGINE_VERSION,
  type LineDecision,
  type LineFacts,
  type OrderFacts,
  type Reason,
  type Status,
} from '../../../core/commission/index.ts';
import { orderState } from '../../../core/lifecycle/index.ts';
import {
  type Decimal,
  type Money,
  powerOfTen,
  roundQuotient,
  splitByLargestRemainder,
} from '../../../core/money/index.ts';

/**
 * The terms of one program, AliExpress RU&CIS NEW, as a programmer would write them who never has to change them: the yardstick for the
 * engine that reads terms from files. It decides what the benchmark's input holds and no more: no events, coupons or corrections.
 */
export function decideByHand(facts: OrderFacts): Decision {
  const { orderedAt } = facts;
  const version = orderedAt < R1_FROM ? 'R0' : orderedAt < R2_FROM ? 'R1' : orderedAt < R3_FROM ? 'R2' : 'R3';
  const accrual = orderedAt < R2_FROM ? ZERO_USD : ZERO_RUB;
  const orderZero = facts.currency === 'USD' ? ZERO_USD : ZERO_RUB;
  let owner = -1;
  let expired = false;
  for (let index = 0; index < facts.clicks.length; index += 1) {
    const at = facts.clicks[index]?.at ?? 0;
    if (at > orderedAt) continue;
    if (orderedAt - at >= WINDOW_MS) expired = true;
    else if (owner === -1 || at > (facts.clicks[owner]?.at ?? 0)) owner = index;
  }
  const click = facts.clicks[owner];
  if (click === undefined)
    return unattributed(facts, version, expired ? 'COOKIE_EXPIRED' : 'NO_CLICK', orderZero, accrual);
  const usdRub = facts.internalRates['USD/RUB'];
  const usdOrder = facts.currency === 'USD';
  const needsRate = !usdOrder || accrual === ZERO_RUB;
  const lines: Draft[] = [];
  let sum = 0n;
  for (const line of facts.lines) {
    const draft = judge(line, facts, click, version);
    if (draft.rate !== null && needsRate && usdRub === undefined) {
      draft.status = 'unresolved';
      draft.reason = 'RATE_MISSING';
      draft.rate = null;
    }
    if (draft.rate !== null) {
      draft.uncapped = percentOf(line.amount, draft.rate);
      draft.share = draft.uncapped;
      sum += draft.uncapped;
    }
    lines.push(draft);
  }
  applyCap(
    lines,
    sum,
    usdOrder || usdRub === undefined ? CAP : roundQuotient(CAP * usdRub.digits, powerOfTen(usdRub.scale), 'half-even'),
  );
  return finish({ facts, click, owner, version, accrual, orderZero, usdRub, lines });
}

const HOUR_MS = 3_600_000;
const WINDOW_MS = 72 * HOUR_MS;
const R1_FROM = Date.UTC(2022, 1, 28, 21);
const R2_FROM = Date.UTC(2022, 3, 3, 21);
const R3_FROM = Date.UTC(2022, 7, 15, 21);
const CAP = 3_800n;
const ZERO_USD: Money = { minor: 0n, currency: 'USD' };
const ZERO_RUB: Money = { minor: 0n, currency: 'RUB' };
const CIS = new Set(['AM', 'AZ', 'BY', 'GE', 'KZ', 'KG', 'MD', 'RU', 'TJ', 'TM', 'UZ']);
const ELECTRONICS: Decimal = { digits: 115n, scale: 2 };
const ACCESSORIES: Decimal = { digits: 346n, scale: 2 };
const OTHER: Decimal = { digits: 270n, scale: 2 };
const CHUWI: Decimal = { digits: 105n, scale: 2 };
const SPECIAL: Decimal = { digits: 38n, scale: 2 };
const SPECIAL_R0: Decimal = { digits: 53n, scale: 2 };
const CATEGORIES: ReadonlyMap<string, Decimal> = new Map([
  ...[
    'mobile_phone',
    'computer_peripherals',
    'tablets',
    'desktop',
    'laptop_netbooks',
    'home_audio_video',
    'external_storage',
    'internal_storage',
  ].map((name) => [name, ELECTRONICS] as const),
  ...[
    'mobile_phone_accessories',
    'interior_accessories',
    'garden_supplies',
    'womens_clothing',
    'mens_clothing',
    'childrens_clothing',
  ].map((name) => [name, ACCESSORIES] as const),
]);

interface Draft {
  lineId: string;
  status: Status;
  reason: Reason;
  rule: string;
  rate: Decimal | null;
  uncapped: bigint;
  share: bigint;
  capped: boolean;
  line: LineFacts;
}

function draftOf(line: LineFacts, status: Status, reason: Reason, rule: string, rate: Decimal | null): Draft {
  return { lineId: line.lineId, status, reason, rule, rate, uncapped: 0n, share: 0n, capped: false, line };
}

function judge(line: LineFacts, facts: OrderFacts, click: ClickFacts, version: string): Draft {
  const { adSpace } = click;
  if (!adSpace.agreed) return draftOf(line, 'not_attributed', 'AGREEMENT_MISSING', 'agreement', null);
  if (adSpace.blocked) return draftOf(line, 'declined', 'AD_SPACE_BLOCKED', 'ad-space-blocked', null);
  if (line.hidden === true) return draftOf(line, 'declined', 'HIDDEN_PRODUCT', 'hidden', null);
  if (click.anonymizer === 'yes') return draftOf(line, 'no_reward', 'VPN_PROXY', 'vpn', null);
  if (click.country === null || facts.deliveryCountry === null)
    return draftOf(line, 'unresolved', 'GEO_UNKNOWN', 'geo-unknown', null);
  if (click.country !== facts.deliveryCountry) return draftOf(line, 'no_reward', 'GEO_MISMATCH', 'geo-mismatch', null);
  if (adSpace.dropshipping && click.country === 'RU')
    return draftOf(line, 'no_reward', 'DROPSHIPPING_RU', 'dropshipping', null);
  if (line.storeId === 'S-EXCL1') return draftOf(line, 'no_reward', 'EXCLUDED_STORE', 'excluded-store', null);
  if (line.virtual === true || line.category === 'special_category') {
    return draftOf(line, 'no_reward', 'VIRTUAL_PRODUCT', 'virtual', null);
  }
  const cis = CIS.has(facts.deliveryCountry);
  if (line.affiliate === false) {
    if (cis && version === 'R0') return draftOf(line, 'unresolved', 'TERMS_NOT_STATED', 'non-affiliate-cis', null);
    return draftOf(line, 'no_reward', 'NON_AFFILIATE', cis ? 'non-affiliate-cis' : 'non-affiliate', null);
  }
  if (line.affiliate === null) return draftOf(line, 'unresolved', 'TERMS_NOT_STATED', 'affiliation-unknown', null);
  return price(line, click, cis, version);
}

function price(line: LineFacts, click: ClickFacts, cis: boolean, version: string): Draft {
  const { landing } = click;
  const toItem =
    landing.kind === 'item' &&
    !landing.redirected &&
    landing.productId !== null &&
    landing.productId === line.productId;
  if (cis && line.sellerCountry !== 'CN') {
    const toStore =
      toItem ||
      ((landing.kind === 'item' || landing.kind === 'shop') && !landing.redirected && landing.storeId === line.storeId);
    if (!toStore && line.sellerCountry === 'RU') {
      return draftOf(line, 'no_reward', 'RU_SELLER_LINK_NOT_DIRECT', 'russian-seller', null);
    }
    if (!toStore && line.sellerCountry === null) {
      return draftOf(line, 'unresolved', 'TERMS_NOT_STATED', 'seller-unknown', null);
    }
  }
  if (line.hot === true && toItem && line.hotRate !== null)
    return draftOf(line, 'approved', 'PAID_HOT', 'hot', line.hotRate);
  if (cis) {
    if (line.sellerRate === null) return draftOf(line, 'unresolved', 'RATE_MISSING', 'seller-rate-missing', null);
    return draftOf(line, 'approved', 'PAID_CIS_SELLER', 'seller-rate', line.sellerRate);
  }
  if (line.storeId === 'S-CHUWI') return draftOf(line, 'approved', 'PAID_CHUWI', 'chuwi', CHUWI);
  if (line.storeId === 'S-SPEC1') {
    return draftOf(line, 'approved', 'PAID_SPECIAL_STORE', 'special-store', version === 'R0' ? SPECIAL_R0 : SPECIAL);
  }
  if (version === 'R0') return draftOf(line, 'unresolved', 'TERMS_NOT_STATED', 'category', null);
  const rate = line.category === null ? OTHER : (CATEGORIES.get(line.category) ?? OTHER);
  return draftOf(line, 'approved', 'PAID_NONCIS_CATEGORY', 'category', rate);
}

/** Both currencies of the program have two decimals, so the shift is never negative. */
function percentOf(amount: Decimal, rate: Decimal): bigint {
  return roundQuotient(amount.digits * rate.digits, powerOfTen(amount.scale + rate.scale), 'half-even');
}

function applyCap(lines: readonly Draft[], sum: bigint, cap: bigint): void {
  if (sum <= cap) return;
  const parts = splitByLargestRemainder(
    cap,
    lines.map(({ uncapped }) => uncapped),
  );
  for (let index = 0; index < lines.length; index += 1) {
    const draft = lines[index];
    if (draft === undefined) continue;
    draft.capped = draft.uncapped > 0n;
    draft.share = parts[index] ?? 0n;
  }
}

interface Ending {
  readonly facts: OrderFacts;
  readonly click: ClickFacts;
  readonly owner: number;
  readonly version: string;
  readonly accrual: Money;
  readonly orderZero: Money;
  readonly usdRub: Decimal | undefined;
  readonly lines: readonly Draft[];
}

function finish({ facts, click, owner, version, accrual, orderZero, usdRub, lines }: Ending): Decision {
  const decided: LineDecision[] = [];
  let total = 0n;
  let capped = false;
  for (const draft of lines) {
    if (draft.rate === null) {
      decided.push(refused(draft.lineId, draft.status, draft.reason, draft.rule, orderZero, accrual));
      continue;
    }
    const earned = convert(draft.share, facts.currency, accrual.currency, usdRub);
    total += earned;
    if (draft.capped) capped = true;
    const reason: Reason = !facts.goodsReceived
      ? 'AWAITING_RECEIPT'
      : draft.uncapped === 0n
        ? 'ZERO_AMOUNT'
        : draft.reason;
    const share = draft.share === 0n ? orderZero : { minor: draft.share, currency: facts.currency };
    const commission = earned === 0n ? accrual : { minor: earned, currency: accrual.currency };
    decided.push({
      lineId: draft.lineId,
      status: facts.goodsReceived ? 'approved' : 'pending',
      reason,
      notes: notesOf(draft, reason, click),
      rule: draft.rule,
      rate: draft.rate,
      orderCommission: draft.uncapped === 0n ? orderZero : { minor: draft.uncapped, currency: facts.currency },
      cappedCommission: share,
      commission,
      approved: facts.goodsReceived ? { cappedCommission: share, commission } : null,
    });
  }
  const status = orderState(decided);
  const owned = status !== 'not_attributed';
  return {
    orderId: facts.orderId,
    program: facts.program,
    termsVersion: version,
    engineVersion: ENGINE_VERSION,
    status,
    commission: { minor: total, currency: accrual.currency },
    capped,
    click: owned ? owner : null,
    adSpaceId: owned ? click.adSpace.id : null,
    regime: facts.deliveryCountry === null ? null : CIS.has(facts.deliveryCountry) ? 'CIS' : 'NONCIS',
    lines: decided,
    trace: null,
  };
}

function convert(minor: bigint, from: string, to: string, usdRub: Decimal | undefined): bigint {
  if (from === to || usdRub === undefined) return minor;
  const scale = powerOfTen(usdRub.scale);
  return to === 'RUB'
    ? roundQuotient(minor * usdRub.digits, scale, 'half-even')
    : roundQuotient(minor * scale, usdRub.digits, 'half-even');
}

function notesOf({ reason: priced, capped, line }: Draft, reason: Reason, click: ClickFacts): string[] {
  const notes: string[] = [];
  const { landing } = click;
  if (reason !== priced) notes.push(priced);
  if (capped) notes.push('CAPPED');
  const elsewhere =
    landing.kind !== 'item' ||
    (landing.productId !== null && line.productId !== null && landing.productId !== line.productId);
  if (line.hot === true && line.hotRate !== null && elsewhere && !landing.redirected) notes.push('HOT_NEEDS_ITEM_LINK');
  if (landing.redirected) notes.push('REDIRECTED');
  if (click.anonymizer === 'unknown') notes.push('VPN_UNVERIFIED');
  if (click.routedFrom !== null) notes.push('GEO_ROUTED');
  return notes;
}

function unattributed(facts: OrderFacts, version: string, reason: Reason, orderZero: Money, accrual: Money): Decision {
  return {
    orderId: facts.orderId,
    program: facts.program,
    termsVersion: version,
    engineVersion: ENGINE_VERSION,
    status: 'not_attributed',
    commission: accrual,
    capped: false,
    click: null,
    adSpaceId: null,
    regime: null,
    lines: facts.lines.map(({ lineId }) => refused(lineId, 'not_attributed', reason, null, orderZero, accrual)),
    trace: null,
  };
}

function refused(
  lineId: string,
  status: Status,
  reason: Reason,
  rule: string | null,
  orderZero: Money,
  accrual: Money,
): LineDecision {
  return {
    lineId,
    status,
    reason,
    notes: [],
    rule,
    rate: null,
    orderCommission: orderZero,
    cappedCommission: orderZero,
    commission: accrual,
    approved: null,
  };
}
