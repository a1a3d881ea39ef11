import type { AdSpaceAnswer, AdSpaceDetail } from '../../contract/wire/ad-spaces.ts';
import { formatInstant } from '../../core/time/index.ts';
import { brokenRule, kindRule } from './kinds.ts';
import type { AdSpace, Verdict } from './model.ts';
import { proofInstructions } from './proof.ts';

/** An ad space as its publisher sees it: who gave a verdict stays inside the network. */
export function shownAdSpace(adSpace: AdSpace): AdSpaceAnswer {
  const { proof, verdict } = adSpace;
  return {
    id: adSpace.id,
    code: adSpace.code,
    name: adSpace.name,
    kind: adSpace.kind,
    traffic_type: adSpace.trafficType,
    dropshipping: adSpace.dropshipping,
    status: adSpace.status,
    url: adSpace.url,
    description: adSpace.description,
    prelander_url: adSpace.prelanderUrl,
    rewards: adSpace.rewards,
    behaviours: [...adSpace.behaviours],
    proof: {
      by: kindRule(adSpace.kind)?.proof ?? 'review',
      code: proof.code,
      method: proof.method,
      proven_at: proof.provenAt === null ? null : formatInstant(proof.provenAt),
    },
    held_for: [...adSpace.heldFor],
    verdict: verdict === null ? null : shownVerdict(adSpace, verdict),
    created_at: formatInstant(adSpace.createdAt),
  };
}

/** Where the software said no, what it is about has words in each language; the reason is English then. */
function shownVerdict(adSpace: AdSpace, { code, rule, reason, by, at }: Verdict) {
  const breach = by === 'rules' ? (brokenRule(adSpace)?.breach ?? null) : null;
  return { reason_code: code, rule, reason, breach, at: formatInstant(at) };
}

export function shownDetail(adSpace: AdSpace): AdSpaceDetail {
  return { ...shownAdSpace(adSpace), instructions: proofInstructions(adSpace) };
}
