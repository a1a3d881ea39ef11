import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { citation } from '../../contract/citation.ts';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { ViolationCode } from '../../core/commission/facts/facts.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { actionsOfPublisher } from '../commissions/index.ts';
import { notify } from '../notifications/index.ts';
import { type RecordDeps, recordEvents } from '../orders/index.ts';
import { block, exclude, type Partnership } from '../partnerships/index.ts';
import { programByCode } from '../programs/index.ts';
import { appealDays } from './appeal-period.ts';
import * as caseStore from './case-store.ts';
import { accusedOf, type ConductDeps, citedRule, type NamedAccused, noCase, notOpen, openCase } from './cases.ts';
import { effectOf, partnershipsUnder, reachOf, statusesTurned } from './effect.ts';
import {
  type Accused,
  type CaseFile,
  type CitedRule,
  conductRule,
  type Effect,
  type Level,
  type Sanction,
  stops,
  voids,
} from './model.ts';
import * as store from './store.ts';

const DAY_MS = 86_400_000;

export interface SanctionDeps extends ConductDeps {
  /** For the violations that decline actions and take amounts back: recorded like those that an advertiser reports. */
  readonly orders: RecordDeps;
}

export interface Judgement {
  readonly level: Level;
  /** The rule's own code if left out; only where actions are declined or taken back. */
  readonly violation: ViolationCode | null;
  /** In the network's words, for the publisher to read. */
  readonly reason: string;
  /** How many things it reaches, as whoever decides was told; `undefined`: whatever there is. */
  readonly expected?: Reach | undefined;
  readonly at: Instant;
  readonly actor: string;
}

export interface Reach {
  readonly ad_spaces: number;
  readonly declined: number;
  readonly deducted: number;
}

/**
 * Ends an open case with a sanction, and does in the same transaction everything that the sanction means. Needs a system transaction.
 * Refuses `not_found`, `transition_not_possible` (the case is closed, the publisher expelled before), `SANCTION_REACH_CHANGED`.
 */
export async function sanctionCase(
  tx: Tx,
  deps: SanctionDeps,
  input: Judgement & { readonly caseId: string },
): Promise<Result<Sanction>> {
  const file = await caseStore.lockedCase(tx, input.caseId);
  if (file === null) return refused(noCase(input.caseId));
  if (file.status !== 'open') return refused(notOpen(file));
  return impose(tx, deps, file, input);
}

/** A sanction without a case before it: opens one with the reason as its evidence, and closes it by the sanction (S-098, S-099). */
export async function sanctionAtOnce(
  tx: Tx,
  deps: SanctionDeps,
  input: Judgement & NamedAccused & { readonly rule: string },
): Promise<Result<Sanction>> {
  const opened = await openCase(tx, deps, { ...input, origin: 'person', evidence: input.reason });
  return opened.ok ? impose(tx, deps, opened.value, input) : opened;
}

/** What a sanction would do if it were imposed now, and which level the scale asks for. Refuses `not_found`, `RULE_UNKNOWN`. */
export async function foreseen(
  q: Queryable,
  deps: ConductDeps,
  asked: NamedAccused & { readonly rule: string; readonly level: Level | null },
): Promise<Result<{ readonly level: Level; readonly suggested: Level; readonly effect: Effect }>> {
  const accused = await accusedOf(q, deps, asked);
  if (!accused.ok) return accused;
  const cited = await citedRule(q, deps, { ...asked, at: null });
  if (!cited.ok) return cited;
  const suggested = await suggestedLevel(q, accused.value, cited.value);
  const level = asked.level ?? suggested;
  return ok({ level, suggested, effect: await effectOf(q, accused.value, level) });
}

/** The level of the program's scale: the first time, or again (C-38). Lifted sanctions are as if they had not been. */
async function suggestedLevel(q: Queryable, accused: Accused, { rule }: CitedRule): Promise<Level> {
  const before = await store.sanctionsAgainst(q, accused.publisherOrg, accused.program);
  const wasBroken = before.some((sanction) => sanction.rule === rule && sanction.lifted === null);
  const step = (await caseStore.scaleOf(q, accused.program)).find((own) => own.rule === rule) ?? conductRule(rule);
  const { first, again } = step ?? { first: 'warning', again: 'warning' };
  return wasBroken ? again : first;
}

async function impose(tx: Tx, deps: SanctionDeps, file: CaseFile, judgement: Judgement): Promise<Result<Sanction>> {
  const { level, reason, at, actor } = judgement;
  await store.lockPublisher(tx, file.publisherOrg, file.program);
  const before = await store.sanctionsAgainst(tx, file.publisherOrg, file.program);
  const expelled = before.find((sanction) => sanction.level === 'expelled');
  if (expelled !== undefined) return refused(expelledBefore(expelled));
  const violation = voids(level) ? (judgement.violation ?? conductRule(file.rule)?.violation ?? 'risk') : null;
  const { program, advertiserOrg, publisherOrg, rule, ruleNumber, rulesVersion } = file;
  const effect = await effectOf(tx, file, level);
  const surprise = reachProblem(effect, judgement.expected);
  if (surprise !== null) return refused(surprise);
  const sanction: Sanction = {
    id: randomUUID(),
    caseId: file.id,
    ...reachOf({ program, advertiserOrg, publisherOrg, adSpaceId: file.adSpaceId }, level),
    rule,
    ruleNumber,
    rulesVersion,
    level,
    violation,
    reason,
    imposedBy: actor,
    imposedAt: at,
    effect,
    appeal: null,
    appealUntil: at + (await appealDays(tx, program)) * DAY_MS,
    lifted: null,
  };
  await store.insertSanction(tx, sanction);
  await caseStore.closeCase(tx, file.id, { status: 'sanctioned', by: actor, at });
  if (stops(level)) await stopAdSpaces(tx, sanction);
  await tell(tx, sanction);
  if (violation !== null) await turnActions(tx, deps, sanction, violation);
  await auditSanction(tx, sanction, 'sanction.imposed', { at, actor }, { level, reason, effect: sanction.effect });
  return ok(sanction);
}

/** Of one ad space that stops the partnership tells; a warning stops none, and what is stopped as a whole may have none or stand already. */
async function tell(tx: Tx, { level, adSpaceId, publisherOrg: orgId, program: code, ...sanction }: Sanction) {
  if (stops(level) && adSpaceId !== null) return;
  const { rule, reason, id, imposedAt: at } = sanction;
  const program = (await programByCode(tx, code))?.name ?? code;
  const kind = level === 'warning' ? 'conduct_warned' : level === 'expelled' ? 'conduct_expelled' : 'conduct_excluded';
  await notify(tx, { orgId, kind, subject: `sanction:${id}`, data: { program, rule, reason }, at });
}

/** Stops the ad spaces that are there, and with all of them those that are not there yet. */
async function stopAdSpaces(tx: Tx, sanction: Sanction): Promise<void> {
  const { program, publisherOrg, adSpaceId, level, imposedAt: at, imposedBy: actor } = sanction;
  const reason = `${citation(sanction)}: ${sanction.reason}`;
  if (adSpaceId === null) {
    await exclude(tx, { publisherOrg, program, permanent: level === 'expelled', reason, by: actor, at });
  }
  const concerned = await partnershipsUnder(tx, sanction, level);
  const held = await store.heldBySanctions(tx, program, concerned.map(idOf));
  for (const partnership of concerned) {
    const against = { reason: sanction.reason, code: 'rules' } as const;
    const blocked = await block(tx, { adSpaceId: partnership.adSpaceId, program, at, actor, ...against });
    if (!blocked.ok) throw new Error(`conduct: ${partnership.adSpaceId} in ${program}: ${blocked.error.detail}`);
  }
  const stopped = concerned.map((partnership) => ({
    adSpaceId: partnership.adSpaceId,
    blockedBefore: partnership.status === 'blocked' && !held.has(partnership.adSpaceId),
  }));
  await store.insertStopped(tx, sanction.id, stopped);
}

/** Orders whose events are recorded at a time. */
const ACTIONS_AT_A_TIME = 1_000;

/**
 * Declines what is undecided and, of who is expelled, takes back what was approved: by one violation an order, so that decision, ledger
 * and "why" tell it as they tell every violation. The event's id follows from the sanction: done again, it changes nothing.
 */
async function turnActions(
  tx: Tx,
  deps: Pick<SanctionDeps, 'orders'>,
  sanction: Sanction,
  violation: ViolationCode,
): Promise<number> {
  const { program, publisherOrg, adSpaceId, level } = sanction;
  const asked = { program, publisherOrg, adSpaceId, statuses: statusesTurned(level) };
  const reason = `${violation}: ${citation(sanction)}. ${sanction.reason}`;
  const at = deps.orders.clock.now();
  let after: string | null = null;
  let turned = 0;
  for (;;) {
    const actions = await actionsOfPublisher(tx, asked, after, ACTIONS_AT_A_TIME);
    const reports = actions.map((action) => ({
      program,
      orderId: action.orderId,
      advertiserOrg: action.advertiserOrg,
      channel: 'network' as const,
      id: `sanction-${sanction.id}`,
      at,
      isTimeReported: false,
      content: { type: 'violation' as const, violation, lines: null },
      reason,
    }));
    const results = await recordEvents(tx, deps.orders, reports);
    const failed = results.find((result) => !result.ok);
    if (failed !== undefined) throw new Error(`conduct: sanction ${sanction.id}: an order refused the violation`);
    turned += actions.length;
    after = actions.at(-1)?.orderId ?? null;
    if (actions.length < ACTIONS_AT_A_TIME) return turned;
  }
}

export function noSanction(id: string): Refusal {
  return { code: 'not_found', field: 'sanction', value: shownValue(id), detail: 'There is no such sanction.' };
}

/** In the books of the publisher: it may read what was done to it, and by whom. */
export async function auditSanction(
  tx: Tx,
  sanction: Sanction,
  action: AuditAction,
  { at, actor }: { readonly at: Instant; readonly actor: string },
  more: Record<string, unknown>,
): Promise<void> {
  const { id, publisherOrg, program, adSpaceId, rule, ruleNumber, rulesVersion } = sanction;
  const detail = { program, ad_space: adSpaceId, rule, rule_number: ruleNumber, rules_version: rulesVersion, ...more };
  await recordAudit(tx, { at, actor, orgId: publisherOrg, action, subject: `sanction:${id}`, detail });
}

/** Orders that came, or were decided, since somebody was told what would happen. */
function reachProblem({ adSpaces, declined, deducted }: Effect, expected: Reach | undefined): Refusal | null {
  if (expected === undefined) return null;
  const now: Reach = { ad_spaces: adSpaces, declined: declined.actions, deducted: deducted.actions };
  if (isDeepStrictEqual(now, { ...expected })) return null;
  const said = ({ ad_spaces, declined: no, deducted: back }: Reach) =>
    `${ad_spaces} ad spaces stopped, ${no} actions declined, ${back} taken back`;
  const detail = `By now it would be ${said(now)}; it was told as ${said(expected)}.`;
  return { code: 'SANCTION_REACH_CHANGED', field: 'expected', detail };
}

function expelledBefore({ publisherOrg, program }: Sanction): Refusal {
  const detail = `The publisher was expelled from ${program}; there is nothing more severe, and nothing left to stop.`;
  return { code: 'transition_not_possible', field: 'publisher', value: publisherOrg, detail };
}

function idOf({ adSpaceId }: Partnership): string {
  return adSpaceId;
}
