import { openSpool } from '../index.ts';

/**
 * A process that appends numbered records as fast as it can and prints the number of each record that became durable. It ends only
 * by being killed. Arguments: directory, first number.
 */
const [directory = '', first = '0'] = process.argv.slice(2);

/** Appends in flight at once: enough that a kill meets commits with several records. */
const IN_FLIGHT = 16;

const spool = await openSpool({ directory, segmentBytes: 20_000 });
let next = Number(first);

function appendNext(): void {
  const number = next;
  next += 1;
  spool.append(`record ${number} ${'x'.repeat(number % 200)}`, (failure) => {
    if (failure === null) {
      process.stdout.write(`${number}\n`);
    }
    appendNext();
  });
}

for (let count = 0; count < IN_FLIGHT; count += 1) {
  appendNext();
}
