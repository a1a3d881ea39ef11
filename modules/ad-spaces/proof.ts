import { ok, type Refusal, type Result, refused } from '../../contract/errors/index.ts';
import type { ProofFinding, ProofInstructions, ProofMethod } from '../../contract/wire/ad-spaces.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database } from '../../platform/db/index.ts';
import type { Outbound } from '../../platform/outbound/index.ts';
import { kindRule } from './kinds.ts';
import type { AdSpace } from './model.ts';
import type { Change } from './own.ts';
import { audited, noAdSpace } from './service.ts';
import * as store from './store.ts';

export interface ProofDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbound: Outbound;
}

export interface ProofCheck {
  readonly finding: ProofFinding;
  readonly detail: string;
  readonly adSpace: AdSpace;
}

/** Between two checks of one ad space: nobody makes us knock at a host again and again (T-28). */
const PAUSE_MS = 3_000;
const META_NAME = 'tributary-verification';
const CHECKED_TAGS_MAX = 2_000;

/** Where the code is to be put; `null` where a person looks instead of us. */
export function proofInstructions(adSpace: Pick<AdSpace, 'kind' | 'url' | 'proof'>): ProofInstructions | null {
  if (adSpace.url === null || kindRule(adSpace.kind)?.proof !== 'web') return null;
  const { code } = adSpace.proof;
  const url = new URL(adSpace.url);
  return {
    file: { url: `${url.origin}/tributary-${code}.txt`, content: code },
    meta: { page: url.href, tag: `<meta name="${META_NAME}" content="${code}">` },
    dns: { host: url.hostname, value: `${META_NAME}=${code}` },
  };
}

/**
 * Looks whether the code is where the publisher says it is; if so, the ad space waits for the network's verdict. The proof is of that very host
 * (T-29): no redirect is followed. Refuses `not_found`, `rate_limited`, `transition_not_possible`.
 */
export async function checkProof(
  deps: ProofDeps,
  asked: Omit<Change, 'at'> & { readonly method: ProofMethod },
): Promise<Result<ProofCheck>> {
  const begun = await begin(deps, asked);
  if (!begun.ok) return begun;
  const { instructions } = begun.value;
  const seen = await look(deps.outbound, instructions, asked.method, begun.value.adSpace.proof.code);
  const at = deps.clock.now();
  const adSpace = await deps.db.transaction({ role: 'system' }, async (tx) => {
    const now = await store.lockedAdSpace(tx, asked.id);
    // The address may have been changed while we looked: what was seen is then of another host.
    if (now === null || now.status !== 'new' || now.url !== begun.value.adSpace.url || seen.finding !== 'found')
      return now;
    const proven: AdSpace = { ...now, status: 'pending', proof: { ...now.proof, method: asked.method, provenAt: at } };
    await store.putAdSpace(tx, proven);
    const detail = { method: asked.method, url: now.url };
    await audited(tx, proven, { action: 'ad_space.ownership_proven', at, actor: asked.actor, detail });
    return proven;
  });
  return adSpace === null ? refused(noAdSpace(asked.id)) : ok({ ...seen, adSpace });
}

/** Writes that a check begins, so that the next one waits. */
async function begin(
  { db, clock }: ProofDeps,
  asked: Omit<Change, 'at'>,
): Promise<Result<{ readonly adSpace: AdSpace; readonly instructions: ProofInstructions }>> {
  const at = clock.now();
  return db.transaction({ role: 'system' }, async (tx) => {
    const adSpace = await store.lockedAdSpace(tx, asked.id);
    if (adSpace === null || adSpace.orgId !== asked.orgId) return refused(noAdSpace(asked.id));
    const instructions = proofInstructions(adSpace);
    const problem = standingProblem(adSpace, instructions) ?? pauseProblem(adSpace, at);
    if (problem !== null || instructions === null) return refused(problem ?? noAdSpace(asked.id));
    await store.putAdSpace(tx, { ...adSpace, proof: { ...adSpace.proof, checkedAt: at } });
    return ok({ adSpace, instructions });
  });
}

function standingProblem({ status }: AdSpace, instructions: ProofInstructions | null): Refusal | null {
  if (status === 'new' && instructions !== null) return null;
  const why = instructions === null ? 'a person of the network looks at this kind' : `the ad space is ${status}`;
  const detail = `There is nothing to check: ${why}; ownership is checked of a new ad space with an address.`;
  return { code: 'transition_not_possible', field: 'status', value: status, detail, extra: { current: status } };
}

function pauseProblem({ proof }: AdSpace, at: Instant): Refusal | null {
  const wait = proof.checkedAt === null ? 0 : proof.checkedAt + PAUSE_MS - at;
  if (wait <= 0) return null;
  const seconds = Math.ceil(wait / 1000);
  const detail = `It was checked a moment ago; expected a pause of ${PAUSE_MS / 1000} seconds, ${seconds} to go.`;
  return { code: 'rate_limited', field: null, detail, extra: { retry_after: seconds } };
}

type Seen = Pick<ProofCheck, 'finding' | 'detail'>;

async function look(to: Outbound, where: ProofInstructions, method: ProofMethod, code: string): Promise<Seen> {
  if (method === 'dns') {
    const answer = await to.texts(where.dns.host);
    if (!answer.ok) return { finding: 'nothing_there', detail: `${where.dns.host} has no TXT record.` };
    return judged(
      answer.texts.filter((text) => text.startsWith(`${META_NAME}=`)),
      where.dns.value,
      where.dns.host,
    );
  }
  const place = method === 'file' ? where.file.url : where.meta.page;
  const answer = await to.page(new URL(place));
  if (!answer.ok) return { finding: answer.fault, detail: `${place}: ${FAULTS[answer.fault]}.` };
  if (answer.status >= 300 && answer.status < 400) {
    const detail = `${place} sends on to ${answer.location?.slice(0, 200) ?? 'elsewhere'}; expected the code at this very address.`;
    return { finding: 'redirected', detail };
  }
  if (answer.status === 404 || answer.status === 410)
    return { finding: 'nothing_there', detail: `${place}: there is nothing.` };
  if (answer.status !== 200)
    return { finding: 'answered_with_error', detail: `${place} answers ${answer.status}; expected 200.` };
  if (method === 'meta') return judged(metaContents(answer.body), code, place);
  // Pages that answer every address with their home page are no proof: the file holds the code and nothing else.
  return judged([answer.body.replace(/^\uFEFF/, '').trim()], code, place);
}

const FAULTS = {
  not_resolved: 'the name of the host has no address',
  not_public: 'the host or port is not in the public internet',
  unreachable: 'the host does not answer',
  timed_out: 'the host did not answer within five seconds',
  too_large: 'the answer is larger than 256 kB',
} as const;

function judged(values: readonly string[], expected: string, place: string): Seen {
  if (values.includes(expected)) return { finding: 'found', detail: `The code stands at ${place}.` };
  if (values.length === 0) return { finding: 'nothing_there', detail: `The code is not at ${place}.` };
  return { finding: 'other_code', detail: `${place} has something else than the code.` };
}

/** Contents of our meta tags in the head alone: what visitors write stands in the body, and what is in a comment is no tag. */
function metaContents(html: string): string[] {
  const [head = ''] = html.split(/<\/head|<body/i, 1);
  const tags = head.replace(/<!--[\s\S]*?(-->|$)/g, '').match(/<meta\s[^<>]{0,1000}>/gi) ?? [];
  return tags.slice(0, CHECKED_TAGS_MAX).flatMap((tag) => {
    const name = /\sname\s*=\s*["']?([^\s"'>]+)/i.exec(tag)?.[1];
    const content = /\scontent\s*=\s*["']?([^\s"'>]+)/i.exec(tag)?.[1];
    return name?.toLowerCase() === META_NAME && content !== undefined ? [content] : [];
  });
}
