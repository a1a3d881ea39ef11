import type { Rule, TermsVersion } from '../../terms/model.ts';
import { formatDuration, formatInstant } from '../../time/index.ts';
import type { ConditionScope } from '../compiling/conditions.ts';
import { factsOf, type NamedFact } from './fact-names.ts';
import { quoted } from './json-text.ts';

/**
 * What a trace says about terms is the same for every order, except for the facts. So the words are written as JSON once, when the terms
 * are compiled, and only the facts are put between them for each order.
 */
export interface ToldVersion {
  /** The step of the version, before and after the time of the order. */
  readonly before: string;
  readonly after: string;
  /** The attribution window as the last fact of a click. */
  readonly window: string;
}

/** A step up to its facts, when it hits and when it does not. */
export interface ToldStep {
  readonly hit: string;
  readonly miss: string;
}

export interface ToldRule extends ToldStep {
  readonly facts: readonly NamedFact[];
}

export function toldVersion({ id, from, until, attribution }: TermsVersion): ToldVersion {
  const start = from === null ? 'the beginning' : formatInstant(from);
  const end = until === null ? 'further notice' : formatInstant(until);
  return {
    before: `${stepStart(`terms version ${id}`, 'hit')}"ordered at":"`,
    after: `"${stepEnd(`valid from ${start} until ${end}`)}`,
    window: `,"window":"${formatDuration(attribution.windowMs)}"`,
  };
}

export function toldRegime(name: string): ToldStep {
  const start = (outcome: Outcome): string => `${stepStart(`regime ${name}`, outcome)}"delivery country":`;
  return { hit: start('hit'), miss: start('miss') };
}

export function toldRule({ name, when }: Rule, scope: ConditionScope): ToldRule {
  return { hit: stepStart(name, 'hit'), miss: stepStart(name, 'miss'), facts: factsOf(when, scope) };
}

type Outcome = 'hit' | 'miss';

/** A `TraceStep` as JSON: this, then its facts as the members of an object, then `stepEnd`. */
export function stepStart(step: string, outcome: Outcome): string {
  return `{"step":${quoted(step)},"outcome":"${outcome}","facts":{`;
}

export function stepEnd(detail: string | null): string {
  return detail === null ? noDetail : `},"detail":${quoted(detail)}}`;
}

export const noDetail = '},"detail":null}';
