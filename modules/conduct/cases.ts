import { randomUUID } from 'node:crypto';
import type { AuditAction } from '../../contract/audit-actions.ts';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { adSpaceById, noAdSpace } from '../ad-spaces/index.ts';
import { noProgram, programByCode } from '../programs/index.ts';
import * as store from './case-store.ts';
import {
  type Accused,
  type CaseFile,
  type CaseOrigin,
  type CitedRule,
  conductRule,
  conductRules,
  type ScaleStep,
} from './model.ts';

/** The rules that a program has published, as its publishers read and accept them (S-111). */
export interface PublishedRules {
  readonly version: number;
  readonly rules: readonly { readonly number: number; readonly key: string; readonly text: string }[];
}

/** What conduct asks of the modules before it; the wiring of a process hands the functions in. */
export interface ConductDeps {
  /** As they were at `at`, or as they are with `null`; `null` while the program had published none. */
  readonly rulesInForce: (q: Queryable, program: string, at: Instant | null) => Promise<PublishedRules | null>;
  /** Whether there is a publisher with this id. */
  readonly isPublisher: (q: Queryable, orgId: string) => Promise<boolean>;
}

/** Whom somebody accuses: one ad space, or a publisher with everything it has. */
export interface NamedAccused {
  readonly program: string;
  readonly publisherOrg: string | null;
  readonly adSpaceId: string | null;
}

export interface NewCase extends NamedAccused {
  readonly rule: string;
  readonly origin: CaseOrigin;
  /** What was seen, where and when: whoever decides has nothing else. */
  readonly evidence: string;
  /** When the rule was broken; left out: now. */
  readonly happenedAt?: Instant | undefined;
  readonly at: Instant;
  readonly actor: string;
}

/**
 * Opens a case with the rule as it stood for publishers when it was broken (S-111). A case about the same rule and place that is still
 * open takes the evidence as a note instead. Needs a system transaction. Refuses `not_found`, `RULE_UNKNOWN`, `field_invalid`.
 */
export async function openCase(tx: Tx, deps: ConductDeps, input: NewCase): Promise<Result<CaseFile>> {
  const accused = await accusedOf(tx, deps, input);
  if (!accused.ok) return accused;
  const { at, actor, origin, evidence, happenedAt = at } = input;
  if (happenedAt > at) return refused(notYet(happenedAt));
  const cited = await citedRule(tx, deps, { program: input.program, rule: input.rule, at: happenedAt });
  if (!cited.ok) return cited;
  const open = await store.openCaseAbout(tx, { ...accused.value, rule: input.rule });
  if (open !== null) {
    await store.insertNote(tx, randomUUID(), open.id, { at, by: actor, text: evidence });
    await audited(tx, open, 'case.noted', { at, actor }, {});
    return ok(open);
  }
  const file: CaseFile = {
    id: randomUUID(),
    ...accused.value,
    ...cited.value,
    origin,
    evidence,
    happenedAt,
    status: 'open',
    openedBy: actor,
    openedAt: at,
    closed: null,
  };
  await store.insertCase(tx, file);
  await audited(tx, file, 'case.opened', { at, actor }, { origin, rule: file.rule, program: file.program });
  return ok(file);
}

/** Adds what somebody of the network found out or thinks. Refuses `not_found`. */
export async function noteOnCase(
  tx: Tx,
  input: { readonly id: string; readonly text: string; readonly at: Instant; readonly actor: string },
): Promise<Result<CaseFile>> {
  const file = await store.caseById(tx, input.id);
  if (file === null) return refused(noCase(input.id));
  await store.insertNote(tx, randomUUID(), file.id, { at: input.at, by: input.actor, text: input.text });
  await audited(tx, file, 'case.noted', input, {});
  return ok(file);
}

/** Ends a case without consequence; the reason stays as its last note. Refuses `not_found`, `transition_not_possible`. */
export async function dismissCase(
  tx: Tx,
  input: { readonly id: string; readonly reason: string; readonly at: Instant; readonly actor: string },
): Promise<Result<CaseFile>> {
  const { id, reason, at, actor } = input;
  const file = await store.lockedCase(tx, id);
  if (file === null) return refused(noCase(id));
  if (file.status !== 'open') return refused(notOpen(file));
  await store.insertNote(tx, randomUUID(), id, { at, by: actor, text: reason });
  await store.closeCase(tx, id, { status: 'dismissed', by: actor, at });
  await audited(tx, file, 'case.dismissed', { at, actor }, { reason });
  return ok({ ...file, status: 'dismissed', closed: { by: actor, at } });
}

/** The scale of a program: the network's, with the program's own steps in their places (C-38). */
export async function scaleIn(q: Queryable, program: string): Promise<readonly ScaleStep[]> {
  const own = new Map((await store.scaleOf(q, program)).map((step) => [step.rule, step]));
  return conductRules.map(({ key, first, again }) => own.get(key) ?? { rule: key, first, again });
}

/** Makes a program stricter or milder with a rule. Needs a system transaction. Refuses `not_found`, `RULE_UNKNOWN`. */
export async function setScale(
  tx: Tx,
  input: ScaleStep & { readonly program: string; readonly at: Instant; readonly actor: string },
): Promise<Result<ScaleStep>> {
  const { program: code, rule, first, again, at, actor } = input;
  const program = await programByCode(tx, code);
  if (program === null) return refused(noProgram(code));
  if (conductRule(rule) === null) return refused(unknownRule(rule));
  const before = (await scaleIn(tx, code)).find((step) => step.rule === rule);
  await store.putScale(tx, code, { rule, first, again }, { at, actor });
  const detail = { rule, from: before, to: { rule, first, again } };
  const audit = { at, actor, orgId: program.advertiserOrg, action: 'conduct.scale_changed' as const, detail };
  await recordAudit(tx, { ...audit, subject: `program:${code}` });
  return ok({ rule, first, again });
}

/** Finds whom a name means. An ad space decides whose it is. */
export async function accusedOf(q: Queryable, deps: ConductDeps, named: NamedAccused): Promise<Result<Accused>> {
  const program = await programByCode(q, named.program);
  if (program === null) return refused(noProgram(named.program));
  const base = { program: program.code, advertiserOrg: program.advertiserOrg };
  const { adSpaceId, publisherOrg } = named;
  if (adSpaceId !== null) {
    const adSpace = await adSpaceById(q, adSpaceId);
    if (adSpace === null || (publisherOrg !== null && publisherOrg !== adSpace.orgId))
      return refused(noAdSpace(adSpaceId));
    return ok({ ...base, publisherOrg: adSpace.orgId, adSpaceId });
  }
  if (publisherOrg === null) {
    const detail = 'Expected ad_space or publisher: whom it is about.';
    return refused({ code: 'field_required', field: 'publisher', detail });
  }
  if (!(await deps.isPublisher(q, publisherOrg))) return refused(noPublisher(publisherOrg));
  return ok({ ...base, publisherOrg, adSpaceId: null });
}

/** The rule with number and version of that moment: what a sanction cites does not change with the rules. */
export async function citedRule(
  q: Queryable,
  deps: ConductDeps,
  { program, rule: key, at }: { readonly program: string; readonly rule: string; readonly at: Instant | null },
): Promise<Result<CitedRule>> {
  const known = conductRule(key);
  if (known === null) return refused(unknownRule(key));
  const published = await deps.rulesInForce(q, program, at);
  const number = published?.rules.find((each) => each.key === key)?.number ?? known.number;
  return ok({ rule: key, ruleNumber: number, rulesVersion: published?.version ?? null });
}

function notYet(happenedAt: Instant): Refusal {
  const detail = 'Expected a moment that is past: when the rule was broken.';
  const value = formatInstant(happenedAt);
  return { code: 'field_invalid', field: 'happened_at', value, detail, expected: { kind: 'past' } };
}

export function noCase(id: string): Refusal {
  return { code: 'not_found', field: 'case', value: shownValue(id), detail: 'There is no such case.' };
}

export function notOpen({ status }: CaseFile): Refusal {
  const detail = `The case is ${status}; it must be open.`;
  return { code: 'transition_not_possible', field: 'status', value: status, detail, extra: { current: status } };
}

function noPublisher(id: string): Refusal {
  return { code: 'not_found', field: 'publisher', value: shownValue(id), detail: 'There is no such publisher.' };
}

function unknownRule(key: string): Refusal {
  const extra = { rules: conductRules.map((each) => each.key) };
  return {
    code: 'RULE_UNKNOWN',
    field: 'rule',
    value: shownValue(key),
    detail: `${shownValue(key)} is no rule.`,
    extra,
  };
}

/** In the network's own books: a publisher reads of the sanction, not of the suspicion. */
async function audited(
  tx: Tx,
  file: CaseFile,
  action: AuditAction,
  { at, actor }: { readonly at: Instant; readonly actor: string },
  detail: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, { at, actor, orgId: null, action, subject: `case:${file.id}`, detail });
}
