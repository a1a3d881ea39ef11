import { type AppLinks, appHostsOf, type ClickReading, programRecord } from '../../links/index.ts';
import type { Program } from '../../programs/index.ts';
import type { ClickKeys } from '../id/keys.ts';
import { BoundedCache } from '../redirect/bounded-cache.ts';
import { readClickQuery } from '../redirect/click-url.ts';
import { parseHttp, TARGETS_KEPT, type Target, type Targets, targetsOf } from '../redirect/target.ts';
import { targetSigner } from '../redirect/target-signature.ts';

/** Programs are some hundreds; more than these means that they change all the time. */
const PROGRAMS_MAX = 1_000;

/** Links are read as the edges read clicks: by the same code, so that a check promises what a click does. */
export function clickReading(
  publicUrl: string,
  keys: ClickKeys,
  appLinks: AppLinks = { hosts: null, refused: true },
): ClickReading {
  const signer = targetSigner(keys);
  const appHosts = appHostsOf(appLinks);
  const isFromApp = (asked: string) => appHosts.known.includes(parseHttp(asked.trim())?.hostname ?? '');
  const options = {
    ownHosts: new Set([new URL(publicUrl).host]),
    appHosts: new Set(appHosts.refused),
    landingHash: () => 0,
    remembered: new BoundedCache<Target>(TARGETS_KEPT),
  };
  const known = new Map<string, { readonly made: string; readonly targets: Targets }>();
  const targets = (program: Program): Targets => {
    // Whatever decides about a target; when it changes, the targets are made anew.
    const made = JSON.stringify([program.homeUrl, program.allowedHosts, program.landingPatterns]);
    const before = known.get(program.code);
    if (before?.made === made) return before.targets;
    if (known.size >= PROGRAMS_MAX) known.clear();
    const fresh = targetsOf(programRecord(program), options);
    known.set(program.code, { made, targets: fresh });
    return fresh;
  };
  return {
    readQuery: readClickQuery,
    judgeTarget: (program, asked) => {
      const { flag, landing, asked: target } = targets(program).judge(asked);
      if (flag === null) {
        const { kind, productId } = landing;
        return { ok: true, target, landing: { kind, productId }, fromApp: isFromApp(asked) };
      }
      return { ok: false, target, fault: flag === 'app_link' || flag === 'target_loop' ? flag : 'target_refused' };
    },
    signedParameters: signer.parameters,
    isSignature: signer.fits,
  };
}
