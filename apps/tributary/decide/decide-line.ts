import { shownValue } from '../../../contract/errors/index.ts';
import {
  type CompiledTerms,
  decide,
  factsProblem,
  quoted,
  type ReadProblem,
  readFacts,
} from '../../../core/commission/index.ts';
import { ColonCounter, duplicateKey } from './duplicate-keys.ts';
import { eventsProblem } from './events-problem.ts';
import { writeDecision } from './write-decision.ts';

export interface DecidedLine {
  readonly ok: boolean;
  /** One line of JSON without the line break. */
  readonly text: string;
}

/**
 * Decides one line of input: a decision, or what is wrong with the order (never both, never neither). `colons` is how many of them
 * `ColonCounter` found in the line's bytes; who reads bytes has it more cheaply than it can be had from the text.
 */
export function decideLine(
  line: string,
  programs: ReadonlyMap<string, CompiledTerms>,
  options: { readonly trace: boolean },
  colons: number = colonsIn(line),
): DecidedLine {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch (error) {
    return refusedLine(null, malformed(line, error));
  }
  const twice = duplicateKey(line, json, colons);
  if (twice !== null) return refusedLine(orderIdOf(json), repeated(twice));
  const reading = readFacts(json);
  if (!reading.ok) return refusedLine(orderIdOf(json), reading.error);
  const facts = reading.value;
  const terms = programs.get(facts.program);
  const problem =
    terms === undefined
      ? unknownProgram(facts.program, programs)
      : (factsProblem(terms, facts) ?? eventsProblem(facts));
  if (terms === undefined || problem !== null)
    return refusedLine(facts.orderId, problem ?? unknownProgram(facts.program, programs));
  return { ok: true, text: writeDecision(decide(terms, facts, options)) };
}

/** `{"order_id":… or null,"error":{"code","field","message"}}`; the message names field, value, expectation and remedy. */
export function refusedLine(orderId: string | null, problem: ReadProblem): DecidedLine {
  const { code, field, value, expected, remedy } = problem;
  const subject = field === '' ? 'the line' : field;
  const message = `${subject} is ${value}; expected ${expected}. ${remedy}`;
  const id = orderId === null ? 'null' : quoted(orderId);
  const shownField = field === '' ? 'null' : quoted(field);
  return {
    ok: false,
    text: `{"order_id":${id},"error":{"code":"${code}","field":${shownField},"message":${JSON.stringify(message)}}}`,
  };
}

function orderIdOf(json: unknown): string | null {
  if (typeof json !== 'object' || json === null || !('order_id' in json)) return null;
  return typeof json.order_id === 'string' ? json.order_id : null;
}

function colonsIn(line: string): number {
  const bytes = Buffer.from(line);
  return new ColonCounter(bytes).count(0, bytes.length);
}

function repeated(field: string): ReadProblem {
  return {
    code: 'duplicate_key',
    field: shownValue(field),
    value: 'there twice in one object',
    expected: 'each key once',
    remedy: 'Send the one that is meant; programs differ in which of two they read.',
  };
}

const BEGINNING_SHOWN_MAX = 40;

function malformed(line: string, error: unknown): ReadProblem {
  const beginning = line.length > BEGINNING_SHOWN_MAX ? `${line.slice(0, BEGINNING_SHOWN_MAX)}…` : line;
  const where = error instanceof Error ? ` (${error.message})` : '';
  return {
    code: 'json_malformed',
    field: '',
    value: `${JSON.stringify(beginning)}${where}`,
    expected: 'one JSON object on one line',
    remedy: 'Write each order as a complete JSON object without line breaks inside.',
  };
}

function unknownProgram(code: string, programs: ReadonlyMap<string, CompiledTerms>): ReadProblem {
  return {
    code: 'program_unknown',
    field: 'program',
    value: JSON.stringify(code),
    expected: `one of ${[...programs.keys()].join(', ')}`,
    remedy: 'Use the code at the head of the program’s terms file, or name the folder with --programs.',
  };
}
