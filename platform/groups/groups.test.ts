import { expect, test } from 'vitest';
import { inGroups } from './groups.ts';

/** Work that ends when the test says so, and remembers its groups. */
function held() {
  const groups: (readonly number[])[] = [];
  const ends: (() => void)[] = [];
  const watchers: { readonly count: number; readonly tell: () => void }[] = [];
  const work = (items: readonly number[]): Promise<readonly number[]> =>
    new Promise((resolve) => {
      groups.push(items);
      ends.push(() => resolve(items.map((item) => item * 10)));
      for (const { count, tell } of watchers) if (groups.length >= count) tell();
    });
  /** Resolves when so many groups have begun. */
  const begun = (count: number) =>
    new Promise<void>((tell) => {
      if (groups.length >= count) tell();
      else watchers.push({ count, tell });
    });
  return { groups, work, begun, end: () => ends.shift()?.() };
}

const never = () => false;

test('what comes in while a group is under way is done together by the next one', async () => {
  const { groups, work, begun, end } = held();
  const submit = inGroups({ work, sizeMax: 100, inFlightMax: 1, isHopeless: never });
  const first = submit(1);
  await begun(1);
  const others = [submit(2), submit(3), submit(4)];
  end();
  expect(await first).toBe(10);
  await begun(2);
  expect(groups).toEqual([[1], [2, 3, 4]]);
  end();
  expect(await Promise.all(others)).toEqual([20, 30, 40]);
});

test('a group is no larger than allowed, and no more are under way than allowed', async () => {
  const { groups, work, begun, end } = held();
  const submit = inGroups({ work, sizeMax: 2, inFlightMax: 2, isHopeless: never });
  const results = [1, 2, 3, 4, 5, 6].map(submit);
  await begun(2);
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ]);
  end();
  await begun(3);
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  end();
  end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60]);
});

test('a group begins beside another only when as many wait as are in that', async () => {
  const { groups, work, begun, end } = held();
  const submit = inGroups({ work, sizeMax: 100, inFlightMax: 2, isHopeless: never });
  const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
  const results = [1, 2, 3, 4].map(submit);
  await begun(2);
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ]);
  end();
  await results[0];
  results.push(submit(5));
  await turn();
  expect(groups).toHaveLength(2);
  results.push(submit(6));
  await begun(3);
  expect(groups[2]).toEqual([5, 6]);
  results.push(submit(7));
  end();
  await turn();
  expect(groups).toHaveLength(3);
  // None is left waiting for company when no other group is under way.
  end();
  await begun(4);
  expect(groups[3]).toEqual([7]);
  end();
  expect(await Promise.all(results)).toEqual([10, 20, 30, 40, 50, 60, 70]);
});

test('an item that cannot be done fails alone; each of its neighbours gets its own result', async () => {
  const done: number[] = [];
  const work = async (items: readonly number[]) => {
    if (items.includes(13)) throw new Error('thirteen');
    done.push(...items);
    return items.map((item) => item * 10);
  };
  const submit = inGroups({ work, sizeMax: 100, inFlightMax: 1, isHopeless: never });
  const items = Array.from({ length: 20 }, (_, index) => index);
  const results = await Promise.allSettled(items.map(submit));
  expect(results.map((result) => (result.status === 'fulfilled' ? result.value : 'failed'))).toEqual(
    items.map((item) => (item === 13 ? 'failed' : item * 10)),
  );
  expect(done).toEqual(items.filter((item) => item !== 13));
});

test('an error that no halving can cure fails every item of its group after one try, and the next group is tried again', async () => {
  let tries = 0;
  const away = new Error('away');
  const work = async (items: readonly number[]) => {
    tries += 1;
    if (tries === 1) throw away;
    return items;
  };
  const submit = inGroups({ work, sizeMax: 100, inFlightMax: 1, isHopeless: (error) => error === away });
  const results = await Promise.allSettled([1, 2, 3].map(submit));
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  expect(tries).toBe(1);
  expect(await submit(4)).toBe(4);
});

test('a group that is answered with too few results fails instead of leaving somebody without an answer', async () => {
  const submit = inGroups<number, number>({ work: async () => [], sizeMax: 1, inFlightMax: 1, isHopeless: never });
  await expect(submit(1)).rejects.toThrow('a group of 1 was answered with 0 results');
});
