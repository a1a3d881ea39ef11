import { expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { readable } from './readable.ts';

it.each(['ENOSPC', 'EDQUOT', 'EROFS'])('says of a disk that answers %s what to do about it', async (code) => {
  const error = await readable(Object.assign(new Error(`${code}: mkdir '/data'`), { code, syscall: 'mkdir' }));
  expect(error).toBeInstanceOf(UsageError);
  expect(error).toMatchObject({ message: expect.stringMatching(/TRIBUTARY_DATA.*make room/) });
});

it('leaves a defect of ours as it is', async () => {
  const defect = new TypeError('x is not a function');
  expect(await readable(defect)).toBe(defect);
});
