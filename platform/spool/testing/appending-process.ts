import { openSpool } from '../index.ts';

/**
 * A process that appends numbered records as fast as it can and prints the number of each record that became durable, and "refused" for each
 * other one where that is asked for. It ends after the given number of records, or by being killed. Arguments: directory, first number, bytes
 * of a segment, number of records, whether to print refusals.
 */
const [directory = '', first = '0', segmentBytes = '20000', count = 'Infinity', refusals = ''] = process.argv.slice(2);

/** Appends in flight at once: enough that a kill meets commits with several records. */
const IN_FLIGHT = 16;

const spool = await openSpool({ directory, segmentBytes: Number(segmentBytes), retryMs: 1 });
const end = Number(first) + Number(count);
let next = Number(first);
let waiting = IN_FLIGHT;

function appendNext(): void {
  if (next === end) {
    waiting -= 1;
    if (waiting === 0) {
      void spool.close();
    }
    return;
  }
  const number = next;
  next += 1;
  spool.append(`record ${number} ${'x'.repeat(number % 200)}`, (failure) => {
    if (failure === null) {
      process.stdout.write(`${number}\n`);
      appendNext();
    } else {
      if (refusals !== '') process.stdout.write('refused\n');
      setTimeout(appendNext, 1);
    }
  });
}

for (let flight = 0; flight < IN_FLIGHT; flight += 1) {
  appendNext();
}
