import { SaxesParser } from 'saxes';
import { type Refusal, type Result, shownValue } from '../../../contract/errors/index.ts';
import { fieldRefusal, type ReadContext } from '../api/order-report.ts';
import { readAmount, readOrderId } from '../intake/fields.ts';
import { violationCodes } from '../model.ts';
import { postbackReport, readParameters } from '../tracking/postback.ts';
import { damagedId, type FileEntry, type FileRow, isDamagedId, readStatus, UnreadableFile } from './import-rows.ts';

/** `payment_list` version 2 (admitad-api 21.3) and the revision of payments (23.2). */

const REVISION_NAMESPACE = 'http://admitad.com/payments-revision';
/** Root, row, field: nothing is deeper. */
const DEPTH_MAX = 3;
const FIELDS_MAX = 64;
/** No field of a row is longer; also bounds what is held before an element ends (T-6). */
const TEXT_CHARACTERS_MAX = 4_096;

type Kind = 'payment_list' | 'revision';

interface Reading {
  kind: Kind | null;
  readonly path: string[];
  fields: [string, string][];
  text: string;
  line: number;
  /** Input since the last element ended. */
  pending: number;
  readonly rows: FileRow[];
}

/** Reads rows of an XML file as it streams in. Throws UnreadableFile where it is not well-formed or not of a known kind. */
export async function* xmlRows(chunks: AsyncIterable<Buffer>, context: ReadContext): AsyncGenerator<FileRow> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const reading: Reading = { kind: null, path: [], fields: [], text: '', line: 0, pending: 0, rows: [] };
  const parser = parserOf(reading, context);
  for await (const chunk of chunks) {
    for (const piece of pieces(decoded(decoder, chunk))) {
      reading.pending += piece.length;
      parser.write(piece);
      if (reading.pending > 4 * TEXT_CHARACTERS_MAX) throw tooLarge(parser.line, 'an element');
    }
    yield* reading.rows.splice(0);
  }
  parser.close();
  yield* reading.rows.splice(0);
}

/** Small pieces, so that the bound on what is pending bites before memory is taken. */
function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += TEXT_CHARACTERS_MAX) yield text.slice(at, at + TEXT_CHARACTERS_MAX);
}

function decoded(decoder: InstanceType<typeof TextDecoder>, chunk: Buffer): string {
  try {
    return decoder.decode(chunk, { stream: true });
  } catch {
    throw new UnreadableFile({ code: 'not_utf8', field: null, detail: 'The file has bytes that are not UTF-8.' });
  }
}

function tooLarge(line: number, what: string): UnreadableFile {
  const detail = `Line ${line}: ${what} has more than ${TEXT_CHARACTERS_MAX} characters.`;
  return new UnreadableFile({ code: 'file_too_large', field: null, detail });
}

function malformed(line: number, detail: string): UnreadableFile {
  return new UnreadableFile({ code: 'xml_malformed', field: null, detail: `Line ${line}: ${shownValue(detail)}` });
}

function parserOf(reading: Reading, context: ReadContext) {
  const parser = new SaxesParser({ xmlns: true, position: true });
  parser.on('doctype', () => {
    const detail = `Line ${parser.line} has a <!DOCTYPE …>.`;
    throw new UnreadableFile({ code: 'doctype_not_allowed', field: null, detail });
  });
  parser.on('error', (error) => {
    throw malformed(parser.line, error.message);
  });
  parser.on('opentag', (tag) => {
    reading.pending = 0;
    if (reading.path.length >= DEPTH_MAX) throw malformed(parser.line, `<${tag.name}> is nested too deeply`);
    if (reading.path.length === 0) reading.kind = kindOf(tag, parser.line);
    if (reading.path.length === 1) checkRow(reading, tag.local, parser.line);
    reading.path.push(tag.local);
    reading.text = '';
  });
  const addText = (text: string) => {
    reading.text += text;
    if (reading.text.length > TEXT_CHARACTERS_MAX) throw tooLarge(parser.line, `<${reading.path.at(-1)}>`);
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    reading.pending = 0;
    const name = reading.path.pop() ?? '';
    if (reading.path.length === 2) reading.fields.push([name, reading.text.trim()]);
    if (reading.fields.length > FIELDS_MAX) throw malformed(parser.line, `the row has more than ${FIELDS_MAX} fields`);
    if (reading.path.length === 1) reading.rows.push(rowOf(reading, context));
    reading.text = '';
  });
  return parser;
}

function kindOf(
  tag: { readonly local: string; readonly uri: string; readonly attributes: object },
  line: number,
): Kind {
  if (tag.local === 'payment_list') {
    const version = Object.entries(tag.attributes).find(([name]) => name === 'version')?.[1]?.value;
    if (version === '2') return 'payment_list';
    throw malformed(line, `expected version="2" of payment_list, got ${String(version)}`);
  }
  if (tag.local === 'Payments' && tag.uri === REVISION_NAMESPACE) return 'revision';
  throw malformed(
    line,
    `expected <payment_list version="2"> or <Payments xmlns="${REVISION_NAMESPACE}">, got <${tag.local}>`,
  );
}

function checkRow(reading: Reading, name: string, line: number): void {
  const expected = reading.kind === 'revision' ? 'Payment' : 'payment';
  if (name !== expected) throw malformed(line, `expected <${expected}>, got <${name}>`);
  reading.fields = [];
  reading.line = line;
}

function rowOf({ kind, fields, line }: Reading, context: ReadContext): FileRow {
  const raw = JSON.stringify(Object.fromEntries(fields));
  const entry = kind === 'revision' ? revisionEntry(fields) : paymentEntry(fields, context);
  return { line, raw, entry };
}

function paymentEntry(fields: readonly (readonly [string, string])[], context: ReadContext): Result<FileEntry> {
  const damaged = fields.find(
    ([name, text]) => /^(?:order_id|oid|uid|key|product_id)$/.test(name) && isDamagedId(text),
  );
  if (damaged !== undefined) return { ok: false, error: damagedId(damaged[0], damaged[1]) };
  const parameters = readParameters(fields);
  if (!parameters.ok) return parameters;
  const report = postbackReport(parameters.value, { ...context, channel: 'file' });
  return report.ok ? { ok: true, value: { report: report.value, status: null } } : report;
}

const REVISION_FIELDS: readonly string[] = ['OrderID', 'Status', 'OrderAmount', 'Reward', 'currency_code', 'Comment'];

function revisionEntry(fields: readonly (readonly [string, string])[]): Result<FileEntry> {
  const problem = revisionProblem(fields);
  if (problem !== null) return { ok: false, error: problem };
  const byName = new Map(fields);
  const idText = byName.get('OrderID');
  if (idText === undefined)
    return fieldRefusal('OrderID', null, { code: 'order_id_required', expected: 'expected the id of the order' });
  const orderId = readOrderId(idText);
  if (!orderId.ok) return fieldRefusal('OrderID', idText, orderId);
  const status = readStatus('Status', byName.get('Status') ?? '');
  if (!status.ok) return status;
  const amountText = byName.get('OrderAmount');
  const amount = amountText === undefined ? null : readAmount(amountText);
  if (amount?.ok === false) return fieldRefusal('OrderAmount', amountText ?? null, amount);
  const comment = byName.get('Comment') ?? null;
  // A violation's code in the comment of a declined order says why it was declined.
  const violation = status.value === 'declined' ? violationCodes.find((code) => code === comment) : undefined;
  const value = { orderId: orderId.value, status: violation ?? status.value, amount: amount?.value ?? null };
  return {
    ok: true,
    value: { report: null, status: { ...value, comment: comment === null ? null : shownValue(comment) } },
  };
}

function revisionProblem(fields: readonly (readonly [string, string])[]): Refusal | null {
  const names = fields.map(([name]) => name);
  for (const [index, [name, text]] of fields.entries()) {
    if (!REVISION_FIELDS.includes(name)) {
      return {
        code: 'field_not_allowed',
        field: shownValue(name),
        detail: `<${shownValue(name)}>: expected one of ${REVISION_FIELDS.join(', ')}.`,
      };
    }
    if (names.indexOf(name) !== index)
      return { code: 'duplicate_parameter', field: name, detail: `<${name}> stands twice in one <Payment>.` };
    if (text === '')
      return {
        code: 'field_invalid',
        field: name,
        detail: `<${name}> is empty; leave it out instead.`,
        expected: { kind: 'filled' },
      };
  }
  const id = fields.find(([name]) => name === 'OrderID')?.[1] ?? '';
  return isDamagedId(id) ? damagedId('OrderID', id) : null;
}
