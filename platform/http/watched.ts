import { PassThrough } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { failureRefusal } from './failures.ts';
import { chosenLanguage } from './language.ts';
import { problemOf } from './problem.ts';

/** JSON Lines: what is done so far, again and again, and at last the answer or the problem. */
const LINES = 'application/x-ndjson';
/** Every so many things a line; in between nobody would see it move. */
const TOLD_EVERY = 50;

export interface Watched<T> {
  readonly schema: z.ZodType<T>;
  /** How much there is to do, as far as that can be told before. */
  readonly total: number | null;
  readonly work: (onProgress: (done: number) => void) => Promise<T>;
}

/**
 * Work that may take a minute. Who asks for `application/x-ndjson` is told how far it is: lines `{"done":500,"total":20000}`, then one
 * `{"answer":…}` or `{"problem":…}` (RFC 9457); as the first line leaves before the outcome is known, the status is 200 either way.
 * Everybody else gets the answer alone when it is there. Whoever goes away in between does not stop the work.
 */
export async function answerWatched<T>(
  request: FastifyRequest,
  reply: FastifyReply,
  { schema, total, work }: Watched<T>,
): Promise<T | FastifyReply> {
  if (!(request.headers.accept ?? '').includes(LINES)) return work(() => undefined);
  const lines = new PassThrough();
  const write = (line: object): void => {
    if (!lines.destroyed) lines.write(`${JSON.stringify(line)}\n`);
  };
  let told = 0;
  const onProgress = (done: number): void => {
    if (done < told + TOLD_EVERY) return;
    told = done;
    write({ done, total });
  };
  write({ done: 0, total });
  void work(onProgress)
    .then((answer) => write({ answer: schema.parse(answer) }))
    .catch((error: unknown) => {
      const problem = problemOf(failureRefusal(error, request), request.id, chosenLanguage(request.headers));
      write({ problem });
    })
    .finally(() => lines.end());
  // A proxy that gathers an answer before it hands it on would show nothing of it.
  return reply.type(`${LINES}; charset=utf-8`).header('x-accel-buffering', 'no').send(lines);
}
