import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

test('two who ask while it runs are served one after the other, and a failure keeps nobody waiting', async () => {
  const ends: PromiseWithResolvers[] = [];
  const run = oneAtATime(() => {
    const end = withResolvers();
    ends.push(end);
    return end.promise;
  });
  const [first, second, third] = [run(), run(), run()];
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.reject(new Error('no network'));
  await expect(first).rejects.toThrow('no network');
  await turn();
  expect(ends).toHaveLength(2);
  ends[1]?.resolve();
  await second;
  await turn();
  expect(ends).toHaveLength(3);
  ends[2]?.resolve();
  await third;
});

interface PromiseWithResolvers {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

function withResolvers(): PromiseWithResolvers {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Lets everything that can go on go on. */
const turn = () => new Promise((resolve) => setTimeout(resolve));
