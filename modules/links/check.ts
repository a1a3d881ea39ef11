import type { LinkCheckAnswer, LinkFinding } from '../../contract/wire/links.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { type AdSpace, adSpaceById } from '../ad-spaces/index.ts';
import { productsAt } from '../catalogue/index.ts';
import { partnershipById } from '../partnerships/index.ts';
import { type Program, programByCode } from '../programs/index.ts';
import { isAffiliate } from './deeplinks.ts';
import { LINK_PATH, SHORT_PATH } from './short-link.ts';
import { linkByCode, type StoredLink, shortByText } from './store.ts';
import type { ClickReading, LinkQuery, TargetFault, TargetLanding } from './targets.ts';

export interface LinkCheckDeps {
  readonly publicUrl: string;
  readonly clicks: ClickReading;
}

type Step = LinkCheckAnswer['steps'][number]['step'];
const STEPS: readonly Step[] = ['link', 'cooperation', 'subids', 'target', 'product'];

/** The first two byte for byte as the seed has them, without the blank inside its quotes (S-075, C-30); never translated. */
const MESSAGES: Readonly<Record<LinkFinding, string>> = {
  valid: 'Link is valid',
  non_affiliate: 'Attention! This product is non-affiliated',
  wrong_link: 'Wrong link',
  unknown_code: 'There is no such link among yours',
  ad_space_not_active: 'The ad space of this link is not active',
  not_joined: 'The ad space of this link does not work with the program',
  program_not_active: 'The program of this link is not active',
  subid_too_long: 'A SubID is too long and would be cut',
  subid_unreadable: 'A SubID has control characters',
  parameter_twice: 'A parameter stands twice; only the first one counts',
  target_unreadable: 'The target address cannot be read',
  target_altered: 'The target address was altered after the link was made',
  target_unsigned: 'The program takes signed links only, and this one has no signature',
  target_app_link: 'The target address comes from a mobile app',
  target_own_link: 'The target address is a link of this network',
  target_foreign: 'The target address is no page of the program',
  product_hidden: 'This product may not be promoted',
};

const FAULTS: Readonly<Record<TargetFault, LinkFinding>> = {
  app_link: 'target_app_link',
  target_loop: 'target_own_link',
  target_refused: 'target_foreign',
};

/** What a step that did not pass found; what passed so far goes along. */
interface Known {
  readonly stored: StoredLink;
  readonly adSpace: AdSpace;
  readonly program: Program;
  readonly agreed: boolean;
  readonly query: LinkQuery;
}

/**
 * Whether a link works and what it earns: its form, the cooperation, its SubIDs, its target, its product, in this order (S-073). It answers of what
 * is in the store alone and asks no other host (T-28); a link of somebody else is as unknown as one that does not exist (T-14). Run it as the publisher.
 */
export async function checkLink(
  tx: Tx,
  deps: LinkCheckDeps,
  asked: { readonly link: string; readonly at: Instant },
): Promise<LinkCheckAnswer> {
  const meant = await meaningOf(tx, asked.link, deps.publicUrl);
  if (meant === null) return answer('wrong_link', 'link', null);
  const stored = await linkByCode(tx, meant.code);
  const adSpace = stored === null ? null : await adSpaceById(tx, stored.adSpaceId);
  const program = stored === null ? null : await programByCode(tx, stored.program);
  if (stored === null || adSpace === null || program === null) return answer('unknown_code', 'link', null);
  const partnership = await partnershipById(tx, adSpace.id, program.code);
  const query = deps.clicks.readQuery(meant.query);
  const known: Known = { stored, adSpace, program, agreed: partnership?.agreed ?? false, query };
  const standing = standingOf(known, partnership?.status ?? null);
  if (standing !== null) return answer(standing, 'cooperation', known);
  const subids = subidsOf(query);
  if (subids !== null) return answer(subids, 'subids', known);
  return checkTarget(tx, deps, known, asked.at);
}

async function checkTarget(tx: Tx, deps: LinkCheckDeps, known: Known, at: Instant): Promise<LinkCheckAnswer> {
  const { query, stored, program } = known;
  const target = query.target ?? stored.target;
  const verdict = target === null ? null : deps.clicks.judgeTarget(program, target);
  const signed = signatureFinding(deps.clicks, known, verdict?.target ?? '');
  if (signed !== null) return answer(signed, 'target', known);
  if (verdict !== null && !verdict.ok) return answer(FAULTS[verdict.fault], 'target', known);
  const landing: TargetLanding = verdict === null ? { kind: 'home', productId: null } : verdict.landing;
  const id = landing.productId;
  const product = id === null ? undefined : (await productsAt(tx, program.code, [id], at)).get(id);
  if (product?.hidden === true) return answer('product_hidden', 'product', known, landing);
  const isWarned = product !== undefined && isAffiliate(product) === false;
  const isUnsigned = query.target !== null && query.signature === null;
  const isUnknown = id !== null && (product === undefined || isAffiliate(product) === null);
  const found = answer(isWarned ? 'non_affiliate' : 'valid', 'product', known, landing);
  const notes = [...found.notes];
  if (isUnsigned) notes.push('unsigned');
  if (isUnknown) notes.push('product_unknown');
  if (verdict?.ok === true && verdict.fromApp) notes.push('from_app');
  return { ...found, notes };
}

/** A wrong signature comes before all that is wrong with the target, as at the edges. */
function signatureFinding(
  clicks: ClickReading,
  { stored, program, query }: Known,
  target: string,
): Extract<LinkFinding, `target_${string}`> | null {
  const { signature } = query;
  if (signature !== null) {
    const isAsSigned = query.target !== null && clicks.isSignature(signature, stored.code, target);
    return isAsSigned ? null : 'target_altered';
  }
  if (query.targetUnreadable) return 'target_unreadable';
  return program.signedLinksOnly && query.target !== null ? 'target_unsigned' : null;
}

/** Code and parameters of a link or short link of this network; `null` for every other text. */
async function meaningOf(
  tx: Tx,
  link: string,
  publicUrl: string,
): Promise<{ readonly code: string; readonly query: string } | null> {
  const url = URL.canParse(link) ? new URL(link) : null;
  if (url === null || url.host !== new URL(publicUrl).host) return null;
  const code = LINK_PATH.exec(url.pathname)?.[1];
  if (code !== undefined) return { code, query: url.search.slice(1) };
  const short = SHORT_PATH.exec(url.pathname)?.[1];
  return short === undefined ? null : shortByText(tx, short);
}

function standingOf({ adSpace, program }: Known, partnership: string | null): LinkFinding | null {
  if (program.status !== 'active') return 'program_not_active';
  if (adSpace.status !== 'active') return 'ad_space_not_active';
  return partnership === 'joined' ? null : 'not_joined';
}

function subidsOf({ flags }: LinkQuery): LinkFinding | null {
  if (flags.includes('subid_long')) return 'subid_too_long';
  if (flags.includes('control_bytes')) return 'subid_unreadable';
  return flags.includes('duplicate_param') ? 'parameter_twice' : null;
}

function answer(
  finding: LinkFinding,
  at: Step,
  known: Known | null,
  landing: TargetLanding | null = null,
): LinkCheckAnswer {
  const ended = STEPS.indexOf(at);
  const state = finding === 'valid' ? 'passed' : finding === 'non_affiliate' ? 'warning' : 'failed';
  return {
    message: MESSAGES[finding],
    finding,
    steps: STEPS.map((step, index) => ({
      step,
      state: index < ended ? 'passed' : index > ended ? 'skipped' : state,
    })),
    notes: known === null || known.agreed || finding === 'not_joined' ? [] : ['agreement_missing'],
    link: known === null ? null : shownLink(known, landing),
  };
}

function shownLink({ adSpace, program, query, stored }: Known, landing: TargetLanding | null): LinkCheckAnswer['link'] {
  return {
    ad_space: { id: adSpace.id, name: adSpace.name },
    program: { code: program.code, name: program.name },
    target: query.target ?? stored.target,
    landing: landing?.kind ?? null,
    subids: [...query.subids],
  };
}
