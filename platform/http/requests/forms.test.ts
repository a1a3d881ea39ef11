import { describe, expect, it } from 'vitest';
import { parseForm, parseMultipart } from './forms.ts';

const TYPE = 'multipart/form-data; boundary="mark"';
const part = (header: string, value: string) => `--mark\r\n${header}\r\n\r\n${value}\r\n`;
const fields = (...parts: readonly string[]) => parseMultipart(Buffer.from(`${parts.join('')}--mark--\r\n`), TYPE);

describe('a multipart form', () => {
  it('has its text fields, each with all its values, and no files', () => {
    const read = fields(
      part('Content-Disposition: form-data; name="order_id"', 'A1'),
      part('Content-Disposition: form-data; name="tag"', 'a'),
      part('Content-Type: text/plain\r\ncontent-disposition: form-data; name="tag"', 'b'),
      part('Content-Disposition: form-data; name="picture"; filename="a.png"', 'bytes'),
    );
    expect(read.ok && { ...read.value }).toEqual({ order_id: 'A1', tag: ['a', 'b'] });
  });

  it('is read in no time whose parts begin a header again and again (T-27)', () => {
    const hostile = 'content-disposition:;'.repeat(40_000);
    const read = fields(part(hostile, 'x'), part('Content-Disposition: form-data; name="order_id"', 'A1'));
    expect(read.ok && { ...read.value }).toEqual({ order_id: 'A1' });
  });

  it('reaches no prototype (T-24)', () => {
    expect(fields(part('Content-Disposition: form-data; name="__proto__"', 'x'))).toMatchObject({ ok: false });
    expect(parseForm(Buffer.from('a=1&constructor=2'))).toMatchObject({ ok: false });
  });
});
