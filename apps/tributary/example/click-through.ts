import inject from 'light-my-request';
import type { TargetSigner } from '../../../modules/clicks/index.ts';
import type { EdgeRole } from '../../edge/index.ts';
import type { PlannedClick } from './plan.ts';

const subidNames = ['subid', 'subid1', 'subid2', 'subid3', 'subid4'] as const;

export interface ClickThrough {
  readonly edge: EdgeRole;
  /** Deeplinks are those that the generator makes. */
  readonly signer: TargetSigner;
  readonly linkCode: (click: PlannedClick) => string;
  /** Name of the parameter that carries the click id to the program's shop. */
  readonly clickParameter: (program: string) => string;
}

/**
 * One visitor's click, answered by the edge as any other: parsed, judged, made durable, redirected. Only the socket is left out, so
 * that the clock can stand at the moment of each click when its request is taken. Resolves with the click id, `null` when the
 * redirect carries none.
 */
export function clickThrough(
  { edge, signer, linkCode, clickParameter }: ClickThrough,
  click: PlannedClick,
): Promise<string | null> {
  const query = new URLSearchParams();
  for (const [index, name] of subidNames.entries()) {
    const value = click.subids[index];
    if (value !== null && value !== undefined) query.set(name, value);
  }
  const code = linkCode(click);
  const page = click.target === null ? [] : [signer.parameters(code, new URL(click.target).href)];
  const url = `/g/${code}/?${[query.toString(), ...page].join('&')}`;
  return new Promise((resolve, reject) => {
    inject(
      edge.handle,
      { method: 'GET', url, remoteAddress: click.address, headers: { 'user-agent': click.userAgent } },
      (error, response) => {
        if (error != null || response === undefined) {
          reject(error ?? new Error(`no answer to ${url}`));
          return;
        }
        const location = response.headers['location'];
        if (response.statusCode !== 302 || typeof location !== 'string') {
          reject(new Error(`example click ${url}: expected a redirect, got ${response.statusCode}`));
          return;
        }
        resolve(new URL(location).searchParams.get(clickParameter(click.program)));
      },
    );
  });
}
