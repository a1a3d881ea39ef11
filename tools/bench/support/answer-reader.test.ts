import { expect, test } from 'vitest';
import { AnswerReader } from './answer-reader.ts';

const ANSWERS = [
  'HTTP/1.1 302 Found\r\nLocation: https://shop.example/?content-length: 9\r\nContent-Length: 0\r\n\r\n',
  'HTTP/1.1 200 OK\r\ncontent-length: 12\r\nX-Content-Length: 99\r\n\r\n{"a":"\r\n\r\n"}',
  'HTTP/1.1 204 No Content\r\nDate: Mon, 05 Jan 2026 10:00:00 GMT\r\n\r\n',
];

/** Statuses and ends of the answers in `text`, which comes in parts of so many bytes. */
function read(text: string, part: number): { status: number; end: number }[] {
  const reader = new AnswerReader();
  const found: { status: number; end: number }[] = [];
  for (let from = 0; from < text.length; from += part) {
    const bytes = Buffer.from(text.slice(from, from + part), 'latin1');
    for (let at = 0; at < bytes.length; ) {
      at = reader.read(bytes, at, bytes.length);
      if (at < 0) break;
      found.push({ status: reader.status, end: from + at });
    }
  }
  return found;
}

test.each([1, 2, 7, 64, 10_000])('answers are told apart, in parts of %i bytes as well', (part) => {
  let end = 0;
  const expected = ANSWERS.map((answer) => {
    end += answer.length;
    return { status: Number(answer.slice(9, 12)), end };
  });
  expect(read(ANSWERS.join(''), part)).toEqual(expected);
});
