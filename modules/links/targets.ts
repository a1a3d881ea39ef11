import { type Refusal, shownValue } from '../../contract/errors/index.ts';
import type { Program } from '../programs/index.ts';

/** What a target of a link shows. */
export interface TargetLanding {
  readonly kind: 'home' | 'item' | 'shop' | 'category';
  readonly productId: string | null;
}

/** Why a target is not taken, in the words of the edges. */
export type TargetFault = 'target_refused' | 'target_loop' | 'app_link';

/** `target`: what was asked as the URL parser writes it, in which spelling it is signed; empty where it is no address. */
export type TargetVerdict = { readonly target: string } & (
  | {
      readonly ok: true;
      readonly landing: TargetLanding;
      /** A link out of a mobile app, which the operator lets pass with a warning (C-36). */
      readonly fromApp: boolean;
    }
  | { readonly ok: false; readonly fault: TargetFault }
);

/** The parameters of a link, read as a click of it would be. */
export interface LinkQuery {
  readonly subids: readonly (string | null)[];
  readonly target: string | null;
  readonly targetUnreadable: boolean;
  /** `null`: none. */
  readonly signature: string | null;
  readonly flags: readonly string[];
}

/** How the edges read a link, handed in by the wiring: what is promised here is then what a click does. */
export interface ClickReading {
  judgeTarget(program: Program, asked: string): TargetVerdict;
  readQuery(query: string): LinkQuery;
  /** The parameters of a link with this target: `ulp` and its signature `sig` (S-096). */
  signedParameters(code: string, target: string): string;
  isSignature(signature: string, code: string, target: string): boolean;
}

/** What a publisher is told of a page that a link may not lead to. */
export function targetRefusal(program: Program, asked: string, fault: TargetFault): Refusal {
  const value = shownValue(asked);
  switch (fault) {
    case 'app_link':
      return {
        code: 'APP_LINK_NOT_ALLOWED',
        field: 'url',
        value,
        detail: `${value} comes from a mobile app, where a click cannot be followed.`,
      };
    case 'target_loop':
      return { code: 'TARGET_IS_OWN_LINK', field: 'url', value, detail: `${value} is a link of this network already.` };
    case 'target_refused':
      return {
        code: 'TARGET_NOT_ALLOWED',
        field: 'url',
        value,
        detail: `${value} is no page of ${program.name}; expected an address of ${program.allowedHosts.join(', ')}.`,
        extra: { hosts: program.allowedHosts },
      };
  }
}

export function hiddenProduct(asked: string): Refusal {
  const value = shownValue(asked);
  return {
    code: 'HIDDEN_PRODUCT',
    field: 'url',
    value,
    detail: `${value} shows a product that may not be promoted; orders of it are declined.`,
  };
}
