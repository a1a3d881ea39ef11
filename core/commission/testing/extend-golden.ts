import { existsSync, writeFileSync } from 'node:fs';
import { newRecords } from './golden.ts';

/** Writes a new file of the corpus; see golden/README.md for when. Existing files are never touched. */
const ORDERS_PER_PROGRAM = 40;

const [name, seed] = process.argv.slice(2);
if (name === undefined || !/^[\w.-]+$/.test(name) || seed === undefined || !/^\d+$/.test(seed)) {
  process.stderr.write(
    'usage: npx tsx core/commission/testing/extend-golden.ts NAME SEED, for example: 0.2.0 20260101\n',
  );
  process.exitCode = 2;
} else {
  const file = new URL(`../golden/${name}.jsonl`, import.meta.url);
  if (existsSync(file)) {
    process.stderr.write(`${name}.jsonl exists already and is never rewritten; choose another name\n`);
    process.exitCode = 1;
  } else {
    const records = newRecords(Number(seed), ORDERS_PER_PROGRAM);
    writeFileSync(file, `${records.map((record) => JSON.stringify(record)).join('\n')}\n`);
    process.stdout.write(`${records.length} orders written to ${name}.jsonl\n`);
  }
}
