import { once } from 'node:events';

/** What `work` comes to; rejects at once when `stop` is aborted, and leaves the work to fail by what is taken away from it. */
export async function unlessAborted(stop: AbortSignal, work: Promise<void>): Promise<void> {
  const settled = new AbortController();
  try {
    stop.throwIfAborted();
    const aborted = once(stop, 'abort', { signal: settled.signal }).then(() => stop.throwIfAborted());
    await Promise.race([work, aborted]);
  } finally {
    settled.abort();
  }
}
