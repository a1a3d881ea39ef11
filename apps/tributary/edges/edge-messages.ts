import type { EdgeRole } from '../../edge/index.ts';

/** What the process of an edge is told by the one that started it. */
export type ToEdge =
  | { readonly kind: 'database'; readonly url: string }
  | { readonly kind: 'report'; readonly question: number }
  | { readonly kind: 'stop' };

/** What it says. */
export type FromEdge =
  | { readonly kind: 'listening' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'report'; readonly question: number; readonly status: ReturnType<EdgeRole['status']> }
  | { readonly kind: 'trouble'; readonly what: string; readonly error: TroubleText }
  /** It cannot start, and neither could another in its place. */
  | { readonly kind: 'refused'; readonly message: string; readonly code: string | null };

/** An error on its way to the log of another process. */
export interface TroubleText {
  readonly message: string;
  readonly stack: string | null;
}

/** Both ends are of one build: the kind vouches for the rest. */
export function isToEdge(message: unknown): message is ToEdge {
  return isOfKind(message, ['database', 'report', 'stop']);
}

export function isFromEdge(message: unknown): message is FromEdge {
  return isOfKind(message, ['listening', 'ready', 'report', 'trouble', 'refused']);
}

function isOfKind(message: unknown, kinds: readonly string[]): boolean {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    typeof message.kind === 'string' &&
    kinds.includes(message.kind)
  );
}
