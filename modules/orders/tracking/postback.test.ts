import { expect, test } from 'vitest';
import { bodyWithoutSecrets } from '../intake/intake.ts';
import { readParameters } from './postback.ts';

test('a name with brackets counts as a repetition of the name (T-25)', () => {
  expect(readParameters([['order_id', 'A1']])).toEqual({ ok: true, value: { order_id: 'A1' } });
  for (const name of ['order_id[]', 'order_id[0]', 'order_id[0][1]']) {
    expect(readParameters([[name, 'A1']])).toMatchObject({ ok: false, error: { code: 'duplicate_parameter' } });
  }
  expect(readParameters([['order_id]', 'A1']])).toEqual({ ok: true, value: {} });
});

test('names and bodies that nobody proves are read in no time, however they are made (T-27)', () => {
  for (const hostile of ['[', '[]', ']', '[1,']) {
    expect(readParameters([[hostile.repeat(250_000), 'A1']])).toEqual({ ok: true, value: {} });
  }
  for (const hostile of ['name=token ', 'name="token"\r\n', 'name="token"\r\nx: y\r\n']) {
    const body = Buffer.from(hostile.repeat(1_000_000 / hostile.length));
    // Compared byte by byte, a megabyte takes the test library seconds.
    expect(bodyWithoutSecrets(body).equals(body)).toBe(true);
  }
});

test('a secret in a part of a form is blacked out, whatever headers the part has (T-19)', () => {
  const body = (headers: string) =>
    Buffer.from(`--m\r\nContent-Disposition: form-data; name="postback_key"${headers}\r\n\r\nhush\r\n--m--`);
  for (const headers of ['', '; x=y', '\r\nContent-Type: text/plain\r\nX-Other: 1']) {
    expect(bodyWithoutSecrets(body(headers)).toString()).toContain('[redacted]');
    expect(bodyWithoutSecrets(body(headers)).toString()).not.toContain('hush');
  }
});
