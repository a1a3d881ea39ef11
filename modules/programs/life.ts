import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import type { Program, ProgramStatus } from './model.ts';
import { type By, changeProgram, noProgram } from './service.ts';
import { lockedProgram } from './store.ts';

/** Who moves a program from one status to the next. */
export type Mover = 'advertiser' | 'operator';

/** The advertiser drafts, submits, stops and archives; the operator approves, declines and suspends, and alone ends a suspension. */
const moves: Readonly<Record<Mover, Readonly<Record<ProgramStatus, readonly ProgramStatus[]>>>> = {
  advertiser: {
    draft: ['pending', 'archived'],
    pending: ['draft'],
    declined: ['pending', 'archived'],
    active: ['stopped'],
    stopped: ['active', 'archived'],
    suspended: [],
    archived: [],
  },
  operator: {
    draft: [],
    pending: ['active', 'declined'],
    declined: ['active', 'pending'],
    active: ['suspended'],
    stopped: ['suspended'],
    suspended: ['active'],
    archived: [],
  },
};

const needsReason: ReadonlySet<ProgramStatus> = new Set(['declined', 'suspended']);
const notOffered: ReadonlySet<ProgramStatus> = new Set(['draft', 'pending', 'declined', 'archived']);

export function nextStatuses(status: ProgramStatus, mover: Mover): readonly ProgramStatus[] {
  return moves[mover][status];
}

/** Whether publishers see the program at all: it was approved and is not over. */
export function isOffered({ status }: Pick<Program, 'status'>): boolean {
  return !notOffered.has(status);
}

/** Whether it was never approved: nobody works under its terms yet. */
export function isBeforeApproval({ status }: Pick<Program, 'status'>): boolean {
  return status === 'draft' || status === 'pending' || status === 'declined';
}

export interface Move {
  readonly status: ProgramStatus;
  readonly reason: string | null;
  readonly mover: Mover;
  /** The status that whoever decides was looking at; any other has been decided about meanwhile. */
  readonly from?: ProgramStatus | undefined;
}

/**
 * Gives a program its next status. `missing` says what it lacks before it can be submitted or approved. Needs a system transaction.
 * Refuses `not_found`, `program_status_refused` (naming the statuses it may have), `program_incomplete` and `field_required` for the reason.
 */
export async function moveProgram(
  tx: Tx,
  code: string,
  move: Move,
  missing: (program: Program) => Promise<readonly string[]>,
  by: By,
): Promise<Result<Program>> {
  const program = await lockedProgram(tx, code);
  if (program === null) return refused(noProgram(code));
  const problem = moveProblem(program, move);
  if (problem !== null) return refused(problem);
  if (move.status === 'pending' || (move.status === 'active' && isBeforeApproval(program))) {
    const lacks = await missing(program);
    if (lacks.length > 0) {
      const detail = `${program.name} still needs: ${lacks.join(', ')}.`;
      return refused({
        code: 'program_incomplete',
        field: null,
        value: lacks[0] ?? '',
        detail,
        extra: { missing: lacks },
      });
    }
  }
  const statusReason = needsReason.has(move.status) ? move.reason : null;
  const moved = await changeProgram(tx, code, { status: move.status, statusReason, statusSince: by.at }, by);
  return moved.ok ? ok(moved.value) : moved;
}

function moveProblem({ status, name }: Program, move: Move): Refusal | null {
  const next = nextStatuses(status, move.mover);
  if (!next.includes(move.status) || (move.from ?? status) !== status) {
    const detail = `${name} is ${status}; the ${move.mover} may make it ${next.length === 0 ? 'nothing else' : next.join(' or ')}.`;
    return {
      code: 'program_status_refused',
      field: 'status',
      value: move.status,
      detail,
      extra: { current: status, allowed: next },
    };
  }
  if (!needsReason.has(move.status) || move.reason !== null) return null;
  const detail = `reason: expected the reason that its advertiser is told; got ${shownValue(move.reason)}.`;
  return { code: 'field_required', field: 'reason', detail };
}
