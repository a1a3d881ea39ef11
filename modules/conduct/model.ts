import type { ViolationCode } from '../../core/commission/facts/facts.ts';
import type { Instant } from '../../core/time/instant.ts';

/** What a breach may lead to, from mild to severe (C-38). */
export const levels = ['warning', 'block', 'block_and_void', 'expelled'] as const;
export type Level = (typeof levels)[number];

/** A rule that publishers accept, with what breaking it leads to unless the program says otherwise. */
export interface ConductRule {
  readonly key: string;
  /** Its place in the numbered list (S-111); `null` for the two that stand in the text beside it. */
  readonly number: number | null;
  readonly first: Level;
  /** When it was broken before. */
  readonly again: Level;
  /** Under which code orders are declined or taken back, unless the operator says otherwise (S-087). */
  readonly violation: ViolationCode;
}

const rule = (
  number: number | null,
  key: string,
  first: Level,
  violation: ViolationCode = 'risk',
  again: Level = first,
): ConductRule => ({ key, number, first, again, violation });

/** Table 14 of the example program's terms: the twelve numbered rules, and the two that the text states apart. */
export const conductRules: readonly ConductRule[] = [
  rule(1, 'incentive_action', 'block'),
  rule(2, 'forced_action', 'block'),
  rule(3, 'abnormal_activity', 'block_and_void', 'abnormal_traffic'),
  rule(4, 'malicious', 'block_and_void', 'abnormal_traffic'),
  rule(5, 'misleading', 'warning', 'risk', 'block'),
  rule(6, 'unlawful', 'block_and_void'),
  rule(7, 'damage', 'block'),
  rule(8, 'pop', 'block', 'abnormal_traffic'),
  rule(9, 'brand_search', 'block_and_void', 'PPC_violation'),
  rule(10, 'self_dealing', 'block_and_void', 'abnormal_order'),
  rule(11, 'bait_incentive', 'block'),
  rule(12, 'false_association', 'warning', 'risk', 'block'),
  rule(null, 'refund_urging', 'expelled', 'abnormal_order'),
  rule(null, 'hidden_promotion', 'block_and_void'),
];

const ruleOf = new Map(conductRules.map((each) => [each.key, each]));

export function conductRule(key: string): ConductRule | null {
  return ruleOf.get(key) ?? null;
}

/** Who opened a case: a person of the network, somebody who complained, or a rule of the software. */
export type CaseOrigin = 'person' | 'complaint' | 'rule';
export const caseStatuses = ['open', 'dismissed', 'sanctioned'] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** Which rule, as it stood for publishers when it was cited (S-111). */
export interface CitedRule {
  readonly rule: string;
  readonly ruleNumber: number | null;
  readonly rulesVersion: number | null;
}

/** Whom a case or sanction is about. */
export interface Accused {
  readonly program: string;
  readonly advertiserOrg: string;
  readonly publisherOrg: string;
  /** `null`: the publisher with everything it has. */
  readonly adSpaceId: string | null;
}

export interface CaseFile extends Accused, CitedRule {
  readonly id: string;
  /** When the rule was broken, as far as is known: the rules of that moment are cited. */
  readonly happenedAt: Instant;
  readonly origin: CaseOrigin;
  readonly evidence: string;
  readonly status: CaseStatus;
  readonly openedBy: string;
  readonly openedAt: Instant;
  readonly closed: { readonly by: string; readonly at: Instant } | null;
}

export interface Note {
  readonly at: Instant;
  readonly by: string;
  readonly text: string;
}

/** A sum by currency, in minor units as decimal text: it is kept as JSON. */
export interface Sum {
  readonly currency: string;
  readonly minor: string;
}

/** What a sanction does, or would do. */
export interface Effect {
  /** Ad spaces that work with the program or have asked to, and are stopped by it. */
  readonly adSpaces: number;
  /** Links of these ad spaces, which lead to a neutral page instead of the shop from then on. */
  readonly links: number;
  /** Actions that had not been decided and are declined. */
  readonly declined: { readonly actions: number; readonly amounts: readonly Sum[] };
  /** Approved actions whose amounts are taken back as "Antispam Deduction". */
  readonly deducted: { readonly actions: number; readonly amounts: readonly Sum[] };
}

/** A publisher's objection. `answer` says why the sanction stays; one that is lifted has its reason there. */
export interface Appeal {
  readonly text: string;
  readonly at: Instant;
  readonly answer: { readonly text: string; readonly by: string; readonly at: Instant } | null;
}

/** For how many days a publisher may object, unless its program says otherwise. */
export const APPEAL_DAYS = 14;

export interface Sanction extends Accused, CitedRule {
  readonly id: string;
  readonly caseId: string;
  readonly level: Level;
  readonly violation: ViolationCode | null;
  readonly reason: string;
  readonly imposedBy: string;
  readonly imposedAt: Instant;
  readonly effect: Effect;
  readonly appeal: Appeal | null;
  /** The last moment for an objection, where one is possible: not to what is final. */
  readonly appealUntil: Instant;
  readonly lifted: { readonly by: string; readonly at: Instant; readonly reason: string } | null;
}

/** What a program does about a rule. */
export interface ScaleStep {
  readonly rule: string;
  readonly first: Level;
  readonly again: Level;
}

export function stops(level: Level): boolean {
  return level !== 'warning';
}

/** For good: nobody lifts it, so that nobody objects to it (S-109). */
export function isFinal(level: Level): boolean {
  return level === 'expelled';
}

/** Whether actions are declined or taken back by it. */
export function voids(level: Level): boolean {
  return level === 'block_and_void' || level === 'expelled';
}
