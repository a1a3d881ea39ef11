import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ErrorCode, type Refusal, readCodedMessage, shownValue } from '../../../contract/errors/index.ts';
import { expectationOf } from './expectation.ts';
import { shownPath } from './strict-json.ts';

/** One finding of a schema, as the type provider hands it over. */
export interface SchemaFinding {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** More findings than these help nobody; the rest is counted. */
const FINDINGS_SHOWN_MAX = 20;

/** Values of fields with such names are never repeated in an answer (T-19). */
const SECRET_NAME = /secret|password|token|key|authorization/i;

/**
 * The refusal of a request that does not fit its schema: the first finding is the problem itself, all of them stand in `findings`.
 * A wrong address is 400, a wrong body 422, a field that is not accepted 400.
 */
export function schemaRefusal(request: FastifyRequest, context: string, findings: readonly SchemaFinding[]): Refusal {
  const refusals = findings.slice(0, FINDINGS_SHOWN_MAX).map((finding) => findingRefusal(request, context, finding));
  const first = refusals[0] ?? {
    code: 'bad_request' as const,
    field: null,
    detail: 'The request does not fit its description.',
  };
  if (findings.length < 2) return first;
  const shown = refusals.map(({ code, field, value, detail }) => ({
    code,
    field,
    ...(value === undefined ? {} : { value }),
    detail,
  }));
  return { ...first, extra: { ...first.extra, findings: shown, findings_count: findings.length } };
}

function findingRefusal(request: FastifyRequest, context: string, finding: SchemaFinding): Refusal {
  const path = finding.instancePath.split('/').filter((part) => part !== '');
  const inBody = context === 'body';
  if (finding.keyword === 'unrecognized_keys') return unknownFields(request, inBody, path, finding);
  const value = valueAt(partOf(request, context), path);
  const field = path.length === 0 ? null : shownPath(path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)));
  const coded = readCodedMessage(finding.message ?? '');
  const expectation = coded?.expectation ?? finding.message ?? 'it is not accepted';
  const code = coded?.code ?? codeOf(inBody, value, finding);
  if (value === undefined) return { code, field, detail: `${field ?? 'The body'} is missing: ${expectation}.` };
  const told = coded === null ? expectationOf(finding) : null;
  const expected = told === null ? {} : { expected: told };
  if (field === null || SECRET_NAME.test(field))
    return { code, field, detail: `${field ?? 'The body'}: ${expectation}.`, ...expected };
  const got = shownValue(value);
  return { code, field, value: got, detail: `${field}: ${expectation}; got ${got}.`, ...expected };
}

function codeOf(inBody: boolean, value: unknown, finding: SchemaFinding): ErrorCode {
  if (!inBody)
    return Array.isArray(value) && finding.params['expected'] !== 'array' ? 'duplicate_parameter' : 'parameter_invalid';
  return value === undefined ? 'field_required' : 'field_invalid';
}

function unknownFields(request: FastifyRequest, inBody: boolean, path: string[], finding: SchemaFinding): Refusal {
  const keys = Array.isArray(finding.params['keys']) ? finding.params['keys'].map(String) : [];
  const field = shownPath([...path, keys[0] ?? '']);
  const known = path.length === 0 ? knownFields(request, inBody) : [];
  const expected = known.length === 0 ? '' : ` Expected ${known.join(', ')}.`;
  const detail = `The ${inBody ? 'field' : 'parameter'} ${field} is not known here.${expected}`;
  return { code: inBody ? 'field_not_allowed' : 'unknown_field', field, detail };
}

function knownFields(request: FastifyRequest, inBody: boolean): readonly string[] {
  const schema = inBody ? request.routeOptions.schema?.body : request.routeOptions.schema?.querystring;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function partOf(request: FastifyRequest, context: string): unknown {
  if (context === 'querystring') return request.query;
  if (context === 'params') return request.params;
  return context === 'headers' ? request.headers : request.body;
}

function valueAt(root: unknown, path: readonly string[]): unknown {
  let value = root;
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined;
    value = Reflect.get(value, part);
  }
  return value;
}
