import { ok, type Result } from '../../contract/errors/index.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { judgeOrganisation, type Organisation, type OrganisationVerdict } from '../accounts/index.ts';
import { type AdSpace, adSpaceById, adSpacesIn, setAdSpaceStatus } from '../ad-spaces/index.ts';
import { undecidedTotals } from '../commissions/index.ts';
import { countLinksOf } from '../links/index.ts';
import { partnershipsOfAdSpace } from '../partnerships/index.ts';
import { moveProgram, type Program, programByCode, programsManaged } from '../programs/index.ts';
import { rememberStopped, takeStopped } from './store.ts';

/** More ad spaces or programs of one organisation are a farm; what is beyond is not shown. */
const SHOWN_MAX = 500;

/** What an organisation has. */
export interface Belongings {
  readonly adSpaces: readonly AdSpace[];
  readonly programs: readonly Program[];
}

export async function belongingsOf(q: Queryable, orgId: string): Promise<Belongings> {
  const { found: adSpaces } = await adSpacesIn(q, { status: null, orgId, offset: 0, limit: SHOWN_MAX });
  const programs = await programsManaged(q, { advertiserOrg: orgId, status: null, after: '', limit: SHOWN_MAX });
  return { adSpaces, programs };
}

/** What a block of the organisation would stop now. */
export interface BlockConsequences {
  readonly adSpaces: number;
  readonly partnerships: number;
  readonly links: number;
  readonly programs: number;
  readonly undecided: Awaited<ReturnType<typeof undecidedTotals>>;
}

export async function consequencesOf(q: Queryable, orgId: string, belongings: Belongings): Promise<BlockConsequences> {
  const adSpaces = belongings.adSpaces.filter(isRunning);
  let partnerships = 0;
  for (const { id } of adSpaces) {
    partnerships += (await partnershipsOfAdSpace(q, id)).filter(({ status }) => status === 'joined').length;
  }
  return {
    adSpaces: adSpaces.length,
    partnerships,
    links: await countLinksOf(
      q,
      adSpaces.map(({ id }) => id),
    ),
    programs: belongings.programs.filter(runs).length,
    undecided: await undecidedTotals(q, orgId),
  };
}

/**
 * The network's verdict on an organisation with all that follows: a block stops its ad spaces and programs, letting it in again starts
 * what was stopped with it. Needs a system transaction. Refuses like `judgeOrganisation`.
 */
export async function moderateOrganisation(tx: Tx, verdict: OrganisationVerdict): Promise<Result<Organisation>> {
  const judged = await judgeOrganisation(tx, verdict);
  if (!judged.ok) return judged;
  if (verdict.status === 'blocked') await stopAll(tx, judged.value, verdict);
  if (verdict.status === 'active') await startAgain(tx, judged.value, verdict);
  return ok(judged.value);
}

type By = Pick<OrganisationVerdict, 'at' | 'actor'>;

async function stopAll(tx: Tx, organisation: Organisation, by: By): Promise<void> {
  const { adSpaces, programs } = await belongingsOf(tx, organisation.id);
  const reason = organisation.statusReason ?? '';
  const { at, actor } = by;
  const stopped: { kind: 'ad_space' | 'program'; id: string }[] = [];
  for (const { id } of adSpaces.filter(isRunning)) {
    expectDone(await setAdSpaceStatus(tx, { id, status: 'blocked', code: 'rules', reason, at, actor }));
    stopped.push({ kind: 'ad_space', id });
  }
  for (const { code } of programs.filter(runs)) {
    const move = { status: 'suspended', reason, mover: 'operator' } as const;
    expectDone(await moveProgram(tx, code, move, async () => [], { at, actor }));
    stopped.push({ kind: 'program', id: code });
  }
  await rememberStopped(tx, organisation.id, stopped, at);
}

/** Somebody may have decided about one of them meanwhile: that stands. */
async function startAgain(tx: Tx, organisation: Organisation, { at, actor }: By): Promise<void> {
  for (const { kind, id } of await takeStopped(tx, organisation.id)) {
    if (kind === 'ad_space') {
      if ((await adSpaceById(tx, id))?.status !== 'blocked') continue;
      expectDone(await setAdSpaceStatus(tx, { id, status: 'active', reason: 'organisation let in again', at, actor }));
    } else {
      if ((await programByCode(tx, id))?.status !== 'suspended') continue;
      const move = { status: 'active', reason: null, mover: 'operator' } as const;
      expectDone(await moveProgram(tx, id, move, async () => [], { at, actor }));
    }
  }
}

function isRunning({ status }: AdSpace): boolean {
  return status === 'active';
}

function runs({ status }: Program): boolean {
  return status === 'active' || status === 'stopped';
}

function expectDone(result: Result<unknown>): void {
  if (!result.ok) throw new Error(`moderation: ${result.error.code}: ${result.error.detail}`);
}
