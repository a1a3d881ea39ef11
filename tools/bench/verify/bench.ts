import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { rounded } from '../support/statistics.ts';
import { measureVerify } from './measure.ts';

const usage = `npm run bench verify [-- --json] [--orders N] [--rounds N]
Measures how fast \`ledger verify\` walks the book and \`replay\` decides every stored decision again, over generated orders on an embedded
PostgreSQL of its own, in turns with plain reads of the same rows. Neither may find anything.
Exit status: 0 every target reached, 1 one missed or something found, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { orders: 10_000, rounds: 3 });
  if (options === null || options.help) {
    (options === null ? process.stderr : process.stdout).write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const measured = await measureVerify(options.numbers, showProgress);
  showProgress('');
  const { verified, entriesRead, replayed, decisionsRead } = measured;
  const figures: Figure[] = [
    { name: 'findings and differences', value: measured.findings, target: { most: 0 } },
    { name: 'ledger verify ÷ reading the same rows', value: verified / entriesRead, target: null },
    { name: 'replay ÷ reading the same rows', value: replayed / decisionsRead, target: null },
    { name: 'ledger verify', value: verified, target: null, unit: 'entries/s' },
    { name: 'reading entries with postings', value: entriesRead, target: null, unit: 'entries/s' },
    { name: 'replay', value: replayed, target: null, unit: 'decisions/s' },
    { name: 'reading decisions', value: decisionsRead, target: null, unit: 'decisions/s' },
    { name: 'entries', value: measured.entries, target: null },
    { name: 'decisions', value: measured.decisions, target: null },
  ];
  process.stdout.write(
    options.json
      ? `${JSON.stringify({ benchmark: 'verify', ...machine(), figures: figures.map((one) => ({ ...one, value: rounded(one.value) })) })}\n`
      : figureTable(figures),
  );
  return figures.every(isReached) ? 0 : 1;
}
