import { type Result, refused } from '../../contract/errors/index.ts';
import type { ManyJudged, ManyVerdict, QueueName } from '../../contract/wire/moderation-many.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable, Tx } from '../../platform/db/index.ts';
import { organisationNames } from '../accounts/index.ts';
import { adSpacesById, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { approve, decline, reopen } from '../partnerships/index.ts';
import { missingOf, moveProgram, programsByCodes } from '../programs/index.ts';
import { moderateOrganisation } from './organisations.ts';

export interface ManyDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Whether a program has published terms; what has none is not approved. */
  readonly hasTerms: (tx: Tx, program: string) => Promise<boolean>;
}

const SYSTEM = { role: 'system' } as const;

interface Judged extends Omit<ManyVerdict, 'keys' | 'queue'> {
  readonly key: string;
  readonly actor: string;
}

/**
 * Says the same of many: each in a transaction of its own with its record, so that one that is refused stops no other. What somebody else has
 * decided since it was looked at is left alone and named.
 */
export async function judgeMany(
  deps: ManyDeps,
  asked: ManyVerdict & { readonly actor: string },
  onProgress: (done: number) => void,
): Promise<ManyJudged> {
  const { queue, keys, ...verdict } = asked;
  const decided: string[] = [];
  const refusals: Omit<ManyJudged['refused'][number], 'name'>[] = [];
  const each = [...new Set(keys)];
  for (const [index, key] of each.entries()) {
    const judged = await judgeOne(deps, queue, { ...verdict, key });
    if (judged.ok) decided.push(key);
    else {
      const { code, detail, extra } = judged.error;
      const current = extra?.['current'];
      refusals.push({ key, code, detail, current: typeof current === 'string' ? current : null });
    }
    onProgress(index + 1);
  }
  const nameOf = await deps.db.transaction(SYSTEM, (tx) => namesIn(tx, queue, refusals));
  return { decided, refused: refusals.map((refusal) => ({ ...refusal, name: nameOf(refusal.key) })) };
}

/** A refusal leaves nothing of its transaction behind. */
function judgeOne(deps: ManyDeps, queue: QueueName, judged: Judged): Promise<Result<unknown>> {
  return deps.db.transaction(SYSTEM, (tx) => judges[queue](tx, deps, judged));
}

const judges: Readonly<Record<QueueName, (tx: Tx, deps: ManyDeps, judged: Judged) => Promise<Result<unknown>>>> = {
  organisations: (tx, { clock }, { key: id, verdict, reason = null, actor }) => {
    const status = ({ approve: 'active', decline: 'declined', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'declined' : 'pending';
    return isId(id) ? moderateOrganisation(tx, { id, status, from, reason, at: clock.now(), actor }) : none(id);
  },
  ad_spaces: (tx, { clock }, { key: id, verdict, reason = '', code = 'other', actor }) => {
    const status = ({ approve: 'active', decline: 'rejected', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'rejected' : 'pending';
    return isId(id) ? setAdSpaceStatus(tx, { id, status, from, reason, code, at: clock.now(), actor }) : none(id);
  },
  programs: (tx, deps, { key: code, verdict, reason = null, actor }) => {
    const status = ({ approve: 'active', decline: 'declined', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'declined' : 'pending';
    const by = { at: deps.clock.now(), actor };
    const move = { status, from, reason, mover: 'operator' } as const;
    return moveProgram(tx, code, move, (program) => missingOf(tx, deps, program), by);
  },
  applications: (tx, { clock }, { key, verdict, reason = '', code = 'other', actor }) => {
    const cut = key.indexOf('/');
    const [adSpaceId, program] = [key.slice(0, cut), key.slice(cut + 1)];
    if (!isId(adSpaceId)) return none(key);
    const change = { adSpaceId, program, at: clock.now(), actor };
    if (verdict === 'reopen') return reopen(tx, { ...change, from: 'declined' });
    const waiting = { ...change, from: 'pending' } as const;
    return verdict === 'approve' ? approve(tx, waiting) : decline(tx, { ...waiting, reason, code });
  },
};

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isId(text: string): boolean {
  return ID.test(text);
}

async function none(key: string): Promise<Result<never>> {
  return refused({
    code: 'not_found',
    field: 'keys',
    value: key,
    detail: 'There is nothing of this name in the queue.',
  });
}

/** How people know what was refused; what is not there is named as it was asked for. */
async function namesIn(
  q: Queryable,
  queue: QueueName,
  of: readonly { readonly key: string }[],
): Promise<(key: string) => string> {
  const keys = of.map(({ key }) => key);
  if (queue === 'organisations') {
    const names = await organisationNames(q, keys.filter(isId));
    return (key) => names.get(key) ?? key;
  }
  if (queue === 'programs') {
    const programs = await programsByCodes(q, keys);
    return (key) => programs.get(key)?.name ?? key;
  }
  const idOf = (key: string): string => key.split('/')[0] ?? key;
  const adSpaces = await adSpacesById(q, keys.map(idOf).filter(isId));
  return (key) => adSpaces.get(idOf(key))?.name ?? key;
}
