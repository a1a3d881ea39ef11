import type { Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Actor, Database, Tx } from '../../platform/db/index.ts';
import { type ExportFormat, type OutgoingFile, openOutgoingFile } from '../../platform/files/index.ts';

/** As many files are written at a time; others wait, so that files leave connections to the database for everybody else. */
const FILES_MAX = 2;

let writing = 0;
const waiting: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (writing < FILES_MAX) writing += 1;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    // Whoever comes next takes over the place.
    if (next === undefined) writing -= 1;
    else next();
  }
}

const contentTypes: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/x-ndjson; charset=utf-8',
};

/**
 * Answers a file that browsers save instead of showing it, of any size: its rows go from the database to the disk some at a time, and leave
 * when all are there. What `fill` records in its transaction is thus there before the first byte leaves.
 */
export async function answerFile(
  reply: FastifyReply,
  { db, actor, name, format }: { readonly db: Database; readonly actor: Actor } & NamedFile,
  fill: (tx: Tx, output: Writable) => Promise<void>,
): Promise<FastifyReply> {
  const file = await inTurn(() => fileOf(db, actor, fill));
  return reply
    .type(contentTypes[format])
    .header('content-disposition', `attachment; filename="${name}.${format}"`)
    .header('content-length', await file.bytes())
    .header('cache-control', 'no-store')
    .send(file.read());
}

interface NamedFile {
  readonly name: string;
  readonly format: ExportFormat;
}

async function fileOf(
  db: Database,
  actor: Actor,
  fill: (tx: Tx, output: Writable) => Promise<void>,
): Promise<OutgoingFile> {
  const opened: OutgoingFile[] = [];
  let made: OutgoingFile | null = null;
  try {
    made = await db.transaction(actor, async (tx) => {
      // After a conflict the transaction begins anew, and so does the file.
      const file = await openOutgoingFile();
      opened.push(file);
      await file.write((output) => fill(tx, output));
      return file;
    });
    return made;
  } finally {
    for (const file of opened) if (file !== made) await file.discard();
  }
}
