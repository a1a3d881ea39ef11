export interface GroupOptions<T, R> {
  /** Does the whole group or, throwing, nothing of it; answers one result for each item, in their order. */
  readonly work: (items: readonly T[]) => Promise<readonly R[]>;
  /** Items of one group at most. */
  readonly sizeMax: number;
  /** Groups under way at a time: more than one, so that the next is prepared while the last is written to disk. */
  readonly inFlightMax: number;
  /** An error that smaller groups would meet as well. */
  readonly isHopeless: (error: unknown) => boolean;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A queue whose items are done together with whatever else waits. Where nothing is under way a group starts at once: no timer, so nobody
 * waits for company, and the busier it is, the larger the groups. The promise of an item is settled when its group has ended; it is rejected only
 * by an error of its own or by one that is hopeless.
 */
export function inGroups<T, R>(options: GroupOptions<T, R>): (item: T) => Promise<R> {
  const { sizeMax, inFlightMax } = options;
  const waiting: Waiting<T, R>[] = [];
  let inFlight = 0;
  /** Items of the groups under way. */
  let busy = 0;
  let isScheduled = false;
  /** A group beside others is worth what it costs when it is as large as they are; fewer wait until those have ended. */
  const mayStart = (): boolean =>
    waiting.length > 0 && inFlight < inFlightMax && waiting.length * inFlight >= Math.min(busy, sizeMax * inFlight);
  const start = (): void => {
    isScheduled = false;
    while (mayStart()) {
      // An even share for each group that may be under way: were all to go into one, there would be nothing to do beside it.
      const share = Math.ceil((waiting.length + busy) / inFlightMax);
      begin(waiting.splice(0, Math.min(share, sizeMax)));
    }
  };
  const begin = (group: readonly Waiting<T, R>[]): void => {
    inFlight += 1;
    busy += group.length;
    void settle(options, group).finally(() => {
      inFlight -= 1;
      busy -= group.length;
      schedule();
    });
  };
  // After the requests that arrived in the same turn of the event loop: they share a group.
  const schedule = (): void => {
    if (isScheduled || !mayStart()) return;
    isScheduled = true;
    setImmediate(start);
  };
  return (item) =>
    new Promise<R>((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      schedule();
    });
}

async function settle<T, R>(options: GroupOptions<T, R>, group: readonly Waiting<T, R>[]): Promise<void> {
  try {
    const results = await options.work(group.map(({ item }) => item));
    if (results.length !== group.length) {
      throw new Error(`a group of ${group.length} was answered with ${results.length} results`);
    }
    // No `undefined` stands for a missing result here: the lengths are equal.
    for (const [index, result] of results.entries()) group[index]?.resolve(result);
  } catch (error) {
    if (group.length === 1 || options.isHopeless(error)) {
      for (const { reject } of group) reject(error);
      return;
    }
    const middle = group.length >> 1;
    await settle(options, group.slice(0, middle));
    await settle(options, group.slice(middle));
  }
}
