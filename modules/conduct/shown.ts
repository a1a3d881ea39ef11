import type { z } from 'zod';
import type { ConductEffect, caseAnswer, sanctionAnswer } from '../../contract/wire/conduct.ts';
import { formatAmount } from '../../core/money/index.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import {
  type Accused,
  type Appeal,
  type CaseFile,
  type CitedRule,
  type Effect,
  isFinal,
  type Sanction,
  type Sum,
} from './model.ts';
import type { Names } from './names.ts';

/** At `now` it is told whether the publisher may still object. */
export function shownSanction(sanction: Sanction, names: Names, now: Instant): z.input<typeof sanctionAnswer> {
  const { appeal, lifted } = sanction;
  return {
    id: sanction.id,
    case: sanction.caseId,
    ...shownAccused(sanction, names),
    level: sanction.level,
    violation: sanction.violation,
    reason: sanction.reason,
    imposed_by: sanction.imposedBy,
    imposed_by_name: names.actor(sanction.imposedBy),
    imposed_at: formatInstant(sanction.imposedAt),
    effect: shownEffect(sanction.effect),
    appeal: appeal === null ? null : shownAppeal(appeal),
    appeal_until: isFinal(sanction.level) ? null : formatInstant(sanction.appealUntil),
    may_appeal: !isFinal(sanction.level) && lifted === null && appeal?.answer == null && now <= sanction.appealUntil,
    lifted: lifted === null ? null : { by: lifted.by, at: formatInstant(lifted.at), reason: lifted.reason },
  };
}

function shownAppeal({ text, at, answer }: Appeal) {
  const answered = answer === null ? null : { text: answer.text, by: answer.by, at: formatInstant(answer.at) };
  return { text, at: formatInstant(at), answer: answered };
}

export function shownCase(file: CaseFile, names: Names): z.input<typeof caseAnswer> {
  return {
    id: file.id,
    ...shownAccused(file, names),
    origin: file.origin,
    evidence: file.evidence,
    status: file.status,
    happened_at: formatInstant(file.happenedAt),
    opened_by: file.openedBy,
    opened_at: formatInstant(file.openedAt),
    closed: file.closed === null ? null : { by: file.closed.by, at: formatInstant(file.closed.at) },
  };
}

export function shownEffect(effect: Effect): ConductEffect {
  return {
    ad_spaces: effect.adSpaces,
    links: effect.links,
    declined: { actions: effect.declined.actions, amounts: effect.declined.amounts.map(shownSum) },
    deducted: { actions: effect.deducted.actions, amounts: effect.deducted.amounts.map(shownSum) },
  };
}

function shownSum({ currency, minor }: Sum) {
  return { amount: formatAmount({ currency, minor: BigInt(minor) }), currency };
}

function shownAccused(accused: Accused & CitedRule, names: Names) {
  return {
    program: accused.program,
    program_name: names.program(accused.program),
    publisher: accused.publisherOrg,
    publisher_name: names.publisher(accused.publisherOrg),
    ad_space: accused.adSpaceId,
    ad_space_name: names.adSpace(accused.adSpaceId),
    rule: accused.rule,
    rule_number: accused.ruleNumber,
    rules_version: accused.rulesVersion,
  };
}
