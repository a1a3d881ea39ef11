import { type Result, refused } from '../../contract/errors/index.ts';
import type { ManyJudged } from '../../contract/wire/many.ts';
import type { ManyVerdict, QueueName } from '../../contract/wire/moderation-many.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Queryable, Tx } from '../../platform/db/index.ts';
import { organisationNames } from '../accounts/index.ts';
import { adSpacesById, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { applicationNames, judgeApplication, judgeEach, notInQueue, type OneOfMany } from '../partnerships/index.ts';
import { missingOf, moveProgram, programsByCodes } from '../programs/index.ts';
import { moderateOrganisation } from './organisations.ts';

export interface ManyDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** Whether a program has published terms; what has none is not approved. */
  readonly hasTerms: (tx: Tx, program: string) => Promise<boolean>;
}

/** Says the same of many of a queue, each with its record. */
export function judgeMany(
  deps: ManyDeps,
  asked: ManyVerdict & { readonly actor: string },
  onProgress: (done: number) => void,
): Promise<ManyJudged> {
  const { queue, keys, ...verdict } = asked;
  const judge = (tx: Tx, key: string) => judges[queue](tx, deps, { ...verdict, key, at: deps.clock.now() });
  return judgeEach(deps.db, keys, judge, (q, of) => namesIn(q, queue, of), onProgress);
}

const judges: Readonly<Record<QueueName, (tx: Tx, deps: ManyDeps, judged: OneOfMany) => Promise<Result<unknown>>>> = {
  organisations: (tx, _deps, { key: id, verdict, reason = null, at, actor }) => {
    const status = ({ approve: 'active', decline: 'declined', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'declined' : 'pending';
    return isId(id) ? moderateOrganisation(tx, { id, status, from, reason, at, actor }) : none(id);
  },
  ad_spaces: (tx, _deps, { key: id, verdict, reason = '', code = 'other', at, actor }) => {
    const status = ({ approve: 'active', decline: 'rejected', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'rejected' : 'pending';
    return isId(id) ? setAdSpaceStatus(tx, { id, status, from, reason, code, at, actor }) : none(id);
  },
  programs: (tx, deps, { key: code, verdict, reason = null, at, actor }) => {
    const status = ({ approve: 'active', decline: 'declined', reopen: 'pending' } as const)[verdict];
    const from = verdict === 'reopen' ? 'declined' : 'pending';
    const move = { status, from, reason, mover: 'operator' } as const;
    return moveProgram(tx, code, move, (program) => missingOf(tx, deps, program), { at, actor });
  },
  applications: (tx, _deps, judged) => judgeApplication(tx, judged),
};

const ID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

function isId(text: string): boolean {
  return ID.test(text);
}

async function none(key: string): Promise<Result<never>> {
  return refused(notInQueue(key));
}

/** How people know what was refused; what is not there is named as it was asked for. */
async function namesIn(q: Queryable, queue: QueueName, keys: readonly string[]): Promise<(key: string) => string> {
  if (queue === 'applications') return applicationNames(q, keys, null);
  if (queue === 'organisations') {
    const names = await organisationNames(q, keys.filter(isId));
    return (key) => names.get(key) ?? key;
  }
  if (queue === 'programs') {
    const programs = await programsByCodes(q, keys);
    return (key) => programs.get(key)?.name ?? key;
  }
  const adSpaces = await adSpacesById(q, keys.filter(isId));
  return (key) => adSpaces.get(key)?.name ?? key;
}
