import type { ClickIdContent, ClickIdMaker } from '../id/click-id.ts';
import type { EdgeLink, EdgeSnapshot } from '../links/snapshot.ts';
import type { ClickFlag, RecordedClick } from '../model.ts';
import { type KnownParts, landingPart, sharedPart } from '../record/record.ts';
import { type ClickQuery, cookieValue } from './click-url.ts';
import type { Agent, AgentKind, clientAddressReader, Origin, originReader } from './client.ts';
import type { ClickHeaders } from './request.ts';
import { routedLink } from './routing.ts';
import type { Target } from './target.ts';
import type { TargetSigner } from './target-signature.ts';
import type { TrafficWatch } from './traffic.ts';
import {
  isVisitorId,
  NO_MARK,
  newPerson,
  personOf,
  visitorBegun,
  visitorIdFor,
  visitorMark,
  visitorSince,
} from './visitor.ts';

/** What a click is judged with. */
export interface JudgeDeps {
  readonly ids: ClickIdMaker;
  readonly signer: TargetSigner;
  readonly origin: ReturnType<typeof originReader>;
  readonly agent: (userAgent: string) => Agent;
  readonly traffic: TrafficWatch;
  readonly parts: ReturnType<typeof partKeeper>;
  readonly client: ReturnType<typeof clientAddressReader>;
  readonly geoDataOn: string;
  /** Whether cookies may travel over https only. */
  readonly secureCookie: boolean;
}

/** One request for a link that exists. */
export interface ClickRequest {
  readonly code: string;
  readonly link: EdgeLink;
  readonly query: ClickQuery;
  readonly rawQuery: string;
  readonly headers: ClickHeaders;
  readonly socketAddress: string | undefined;
}

/** What to record and how to answer. */
export interface JudgedClick {
  /** For making the id anew where the click could not be recorded. */
  readonly content: ClickIdContent;
  readonly click: RecordedClick;
  /** Parts of the click's record that other clicks have as well. */
  readonly known: KnownParts;
  readonly answer:
    | { readonly kind: 'shop'; readonly target: Target; readonly withId: boolean }
    | { readonly kind: 'fallback'; readonly url: string }
    | { readonly kind: 'ended' }
    | { readonly kind: 'withdrawn' };
  readonly cookie: string | null;
}

/** Without a User-Agent nothing says that it is no browser. */
const NO_AGENT: Agent = { kind: 'browser', device: 'other' };

/** Longest User-Agent and referrer kept in columns; a longer User-Agent is kept whole in `raw` (BAD-13). */
const HEADER_LENGTH_MAX = 512;

const POP = 'pop_with_prelander';

export function judgeClick(deps: JudgeDeps, snapshot: EdgeSnapshot, request: ClickRequest): JudgedClick {
  const { headers } = request;
  const client = deps.client(request.socketAddress, headers.forwardedFor);
  const origin = deps.origin(client.address);
  const { at, held } = deps.ids.time.next();
  const agent = headers.userAgent === null ? NO_AGENT : deps.agent(headers.userAgent);
  const keptId = keptVisitorId(request);
  const person = keptId === null ? newPerson() : personOf(keptId);

  const ownVoids = voidReasons(request.link, headers, agent.kind);
  const routed = ownVoids.length === 0 ? routedLink(snapshot, request.link, { country: origin.country, person }) : null;
  const link = routed ?? request.link;
  // A crawler's or prefetch's click does not count, so the next one of its visitor may be the first.
  const mark =
    headers.prefetch || agent.kind === 'bot' ? NO_MARK : visitorMark(link.program.reference, link.adSpaceReference);
  const visitorId = keptId ?? visitorIdFor(person, at, mark);
  const target = targetFor(deps.signer, link, request);
  const informing: ClickFlag[] = [...request.query.flags];
  if (target.flag !== null) {
    informing.push(target.flag);
  }
  if (isUnsigned(request.query)) {
    informing.push('unsigned');
  }
  if (!link.link.partnership.agreed) {
    informing.push('agreement_missing');
  }
  pushHeaderFlags(informing, headers, agent.kind, client.headerIgnored);
  if (deps.traffic.isRepeat(person, request.code, at)) {
    informing.push('dup');
  }
  if (deps.traffic.isFlood(origin.network, at)) {
    informing.push('rate');
  }
  if (held) {
    informing.push('clock_held');
  }
  const attributable = ownVoids.length === 0;
  const content = idContent(link, { at, origin, target, attributable, routed: routed !== null });
  const click = recordOf(deps, request, {
    clickId: deps.ids.make(content, { spooled: true }),
    at,
    link,
    target,
    origin,
    visitorId,
    visitorSince: keptId === null ? visitorBegun(mark, at) : visitorSince(visitorId, mark, at),
    device: agent.device,
    attributable,
    flags: ownVoids.length === 0 ? informing : [...ownVoids, ...informing],
    routedFrom: routed === null ? null : request.link.program.record.code,
    raw: rawOf(request, target, client.headerIgnored),
  });
  return {
    content,
    click,
    known: { shared: deps.parts.shared(link, click), landing: deps.parts.landing(target, click) },
    answer: answerOf(link, target, ownVoids),
    cookie: headers.prefetch ? null : visitorCookie(request.link, visitorId, deps.secureCookie),
  };
}

/** Remembers the parts of records as long as the link or target that they belong to. */
export function partKeeper() {
  const shared = new WeakMap<EdgeLink, string>();
  const landing = new WeakMap<Target, string>();
  const keep =
    <K extends object>(parts: WeakMap<K, string>, make: (click: RecordedClick) => string) =>
    (key: K, click: RecordedClick): string => {
      const known = parts.get(key);
      if (known !== undefined) return known;
      const part = make(click);
      parts.set(key, part);
      return part;
    };
  return { shared: keep(shared, sharedPart), landing: keep(landing, landingPart) };
}

/** Why no order of this click can earn; empty when it can. */
function voidReasons({ link, program }: EdgeLink, headers: ClickHeaders, agent: AgentKind): ClickFlag[] {
  const reasons: ClickFlag[] = [];
  if (program.record.status !== 'active') {
    reasons.push('program_stopped');
  }
  if (link.adSpace.status !== 'active') {
    reasons.push('space_not_active');
  }
  if (link.partnership.status !== 'joined') {
    reasons.push('not_joined');
  }
  if (needsAction(link) && !actedOnPrelander(link.adSpace.prelander, headers)) {
    reasons.push('no_action');
  }
  if (headers.prefetch) {
    reasons.push('prefetch');
  }
  if (agent === 'bot') {
    reasons.push('bot');
  }
  return reasons;
}

/** Windows that open by themselves earn nothing: their visitors must have acted on the prelander (S-107). */
function needsAction({ adSpace, partnership }: EdgeLink['link']): boolean {
  return adSpace.kind === POP || partnership.trafficType === POP;
}

/** The visitor came from the prelander by an action of its own: both are the browser's words, not the page's. */
function actedOnPrelander(prelander: string | null, { acted, referrer }: ClickHeaders): boolean {
  if (!acted || prelander === null || referrer === null) return false;
  return referrer === prelander || referrer.startsWith(`${prelander}/`);
}

/** An ad space that was not taken does not choose where visitors go: they reach the shop's home page (BAD-3). */
function targetFor(
  signer: TargetSigner,
  { link, program }: EdgeLink,
  { code, query }: Pick<ClickRequest, 'code' | 'query'>,
): Target {
  const { targets } = program;
  if (link.adSpace.status === 'rejected') {
    return targets.home;
  }
  if (query.signature !== null) {
    const target = query.target === null ? null : targets.judge(query.target);
    const isAsSigned = target !== null && signer.fits(query.signature, code, target.asked);
    return isAsSigned ? target : targets.refused('altered_target');
  }
  if (query.targetUnreadable) {
    return targets.refused('target_unreadable');
  }
  const asked = query.target ?? link.target;
  if (asked === null) {
    return targets.home;
  }
  return program.record.signedLinksOnly && isUnsigned(query) ? targets.refused('target_refused') : targets.judge(asked);
}

/** The target is in the address and nothing vouches for it; that of a stored link cannot be altered there. */
function isUnsigned({ target, signature }: ClickQuery): boolean {
  return target !== null && signature === null;
}

function answerOf({ link, program }: EdgeLink, target: Target, voids: readonly ClickFlag[]): JudgedClick['answer'] {
  // Who was blocked sends nobody anywhere, neither to the shop nor to a fallback (S-090).
  if (voids.length > 0 && (link.adSpace.status === 'blocked' || link.partnership.status === 'blocked')) {
    return { kind: 'withdrawn' };
  }
  if (voids.includes('program_stopped')) {
    return program.fallbackUrl === null ? { kind: 'ended' } : { kind: 'fallback', url: program.fallbackUrl };
  }
  // A bot that was taken for one wrongly still brings an id, so that an order of it can be explained.
  const withId = voids.every((reason) => reason === 'bot');
  return { kind: 'shop', target, withId };
}

function pushHeaderFlags(flags: ClickFlag[], headers: ClickHeaders, agent: AgentKind, forwardedIgnored: boolean): void {
  if (headers.userAgent === null) {
    flags.push('ua_missing');
  } else if (headers.userAgent.length > HEADER_LENGTH_MAX) {
    flags.push('ua_long');
  }
  if (agent === 'http_tool') {
    flags.push('http_tool');
  }
  if (forwardedIgnored) {
    flags.push('xff_ignored');
  }
}

function idContent(
  { link, program, adSpaceReference }: EdgeLink,
  click: { at: number; origin: Origin; target: Target; attributable: boolean; routed: boolean },
): ClickIdContent {
  const { target, origin } = click;
  return {
    at: click.at,
    program: program.reference,
    adSpace: adSpaceReference,
    country: origin.country,
    anonymizer: origin.anonymizer,
    landing: {
      kind: target.landing.kind,
      redirected: target.landing.redirected,
      product: target.product,
      store: target.store,
    },
    attributable: click.attributable,
    routed: click.routed,
    agreed: link.partnership.agreed,
    dropshipping: link.adSpace.dropshipping,
  };
}

interface Found
  extends Pick<
    RecordedClick,
    'clickId' | 'at' | 'visitorId' | 'visitorSince' | 'device' | 'attributable' | 'flags' | 'routedFrom' | 'raw'
  > {
  readonly link: EdgeLink;
  readonly target: Target;
  readonly origin: Origin;
}

/** Written out field by field: an object made by spreading costs some ten times as much, and this runs for every click. */
function recordOf(deps: JudgeDeps, request: ClickRequest, found: Found): RecordedClick {
  const { program, link } = found.link;
  const { headers, query } = request;
  const { origin, target } = found;
  return {
    clickId: found.clickId,
    program: program.record.code,
    advertiserOrg: program.record.advertiserOrg,
    publisherOrg: link.publisherOrg,
    at: found.at,
    adSpaceId: link.adSpace.id,
    adSpaceKind: link.adSpace.kind,
    trafficType: link.partnership.trafficType,
    dropshipping: link.adSpace.dropshipping,
    agreed: link.partnership.agreed,
    linkCode: request.code,
    country: origin.country,
    anonymizer: origin.anonymizer,
    landing: target.landing,
    target: target.href,
    subids: query.subids,
    visitorId: found.visitorId,
    visitorSince: found.visitorSince,
    device: found.device,
    flags: found.flags,
    attributable: found.attributable,
    routedFrom: found.routedFrom,
    clientAddress: origin.address,
    asn: origin.asn,
    geoDataOn: deps.geoDataOn,
    userAgent: headers.userAgent?.slice(0, HEADER_LENGTH_MAX) ?? null,
    referrer: headers.referrer?.slice(0, HEADER_LENGTH_MAX) ?? null,
    raw: found.raw,
  };
}

/** The request's own words where the columns do not hold them whole or as they came. */
function rawOf(request: ClickRequest, target: Target, forwardedIgnored: boolean): Record<string, string> | null {
  const { headers, query, rawQuery } = request;
  if (
    !query.changed &&
    target.flag === null &&
    !forwardedIgnored &&
    (headers.userAgent?.length ?? 0) <= HEADER_LENGTH_MAX
  ) {
    return null;
  }
  const raw: Record<string, string> = {};
  if (query.changed || target.flag !== null) {
    raw['query'] = rawQuery;
  }
  if (forwardedIgnored && headers.forwardedFor !== null) {
    raw['x_forwarded_for'] = headers.forwardedFor;
  }
  if (headers.userAgent !== null && headers.userAgent.length > HEADER_LENGTH_MAX) {
    raw['user_agent'] = headers.userAgent;
  }
  return raw;
}

function keptVisitorId({ link, headers }: ClickRequest): string | null {
  const kept = headers.cookie === null ? null : cookieValue(headers.cookie, cookieName(link));
  return kept !== null && isVisitorId(kept) ? kept : null;
}

/** One cookie for each program: what a visitor does in one shop says nothing to another. */
function cookieName(link: EdgeLink): string {
  return `tv_${link.program.record.campaignCode}`;
}

function visitorCookie(link: EdgeLink, visitorId: string, secure: boolean): string {
  const age = Math.floor(link.program.record.cookieMs / 1000);
  return `${cookieName(link)}=${visitorId}; Max-Age=${age}; Path=/; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
}
