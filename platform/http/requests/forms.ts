import type { Result } from '../../../contract/errors/index.ts';
import { isUtf8, notUtf8, prototypeName, reachesPrototype } from './strict-json.ts';

/** What is longer is no header of a field: a hundred thousand names in one would take minutes to read. */
const PART_HEADER_CHARACTERS_MAX = 1_024;

/** A form as it was sent: a name that came several times has all its values. It has no prototype. */
export type FormFields = Record<string, string | string[]>;

/** Reads `application/x-www-form-urlencoded`. */
export function parseForm(body: Buffer): Result<FormFields> {
  if (!isUtf8(body)) return { ok: false, error: notUtf8(null) };
  return collected(new URLSearchParams(body.toString('utf8')));
}

/**
 * Reads the text fields of `multipart/form-data` that is held in memory. Parts with a file name are passed over: one client sends
 * a stray attachment with every request (admitad-api 0.10).
 */
export function parseMultipart(body: Buffer, contentType: string): Result<FormFields> {
  const boundary = /;\s*boundary=(?:"([^"]{1,200})"|([^\s;]{1,200}))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (mark === undefined) {
    const detail = 'The Content-Type header of a multipart body must name its boundary.';
    return { ok: false, error: { code: 'content_type', field: 'Content-Type', detail } };
  }
  if (!isUtf8(body)) return { ok: false, error: notUtf8(null) };
  // The first line break is added so that the opening boundary looks like the others.
  const parts = `\r\n${body.toString('utf8')}`.split(`\r\n--${mark}`).slice(1, -1);
  const fields: [string, string][] = [];
  for (const part of parts) {
    const headerEnd = part.indexOf('\r\n\r\n');
    if (headerEnd < 0 || headerEnd > PART_HEADER_CHARACTERS_MAX) continue;
    const header = part.slice(0, headerEnd);
    const name = /content-disposition:[^\r\n]*;\s*name="([^"\r\n]*)"/i.exec(header)?.[1];
    if (name === undefined || /;\s*filename\*?=/i.test(header)) continue;
    fields.push([name, part.slice(headerEnd + 4)]);
  }
  return collected(fields);
}

function collected(pairs: Iterable<[string, string]>): Result<FormFields> {
  const fields: FormFields = Object.create(null);
  for (const [name, value] of pairs) {
    if (reachesPrototype(name)) return { ok: false, error: prototypeName(name, name) };
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (typeof before === 'string') fields[name] = [before, value];
    else before.push(value);
  }
  return { ok: true, value: fields };
}
