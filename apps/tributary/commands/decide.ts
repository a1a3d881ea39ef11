import type { Command } from 'commander';
import { decideStream } from '../decide/decide-stream.ts';
import { loadPrograms, shippedProgramsDirectory } from '../decide/load-programs.ts';

const help = `
Reads one order per line as JSON from standard input and writes one decision per line to standard output, in the same order,
without a database. An order that cannot be read or is not supported gives {"order_id":…,"error":{"code","field","message"}};
the others are still decided. Blank lines are skipped.

Example:
  $ echo '{"order_id":"A1","program":"aliexpress-ru-cis-new","ordered_at":"2022-06-15T09:00:00.000Z","delivery_country":"RU",
    "currency":"USD","goods_received":true,"internal_rates":{"USD/RUB":"60.0000"},
    "click":{"at":"2022-06-15T08:00:00.000Z","country":"RU","anonymizer":"no","landing":{"kind":"home"}},
    "lines":[{"line_id":"1","amount":"20.00","affiliate":true,"seller_country":"CN","seller_rate":"5.00"}]}' | tr -d '\\n' | tributary decide
  {"order_id":"A1","status":"approved","commission":{"amount":"60.00","currency":"RUB"},"terms_version":"R2",…}

  $ tributary decide --trace < orders.jsonl > decisions.jsonl     why each rule hit or missed, and the arithmetic

All fields are described in docs/domain/decide.md, all reasons in docs/domain/reasons.md.
Exit status: 0 every order was decided, 1 some lines were refused, 2 wrong usage.`;

const PROGRESS_EVERY_MS = 500;

export function register(program: Command): void {
  program
    .command('decide')
    .summary('decide orders from JSON lines, without a database')
    .description('Decide what orders earn, from JSON lines on standard input to JSON lines on standard output.')
    .option('--programs <dir>', 'folder with *.terms files (default: the shipped programs)')
    .option('--trace', 'add to each decision every rule that was tried, its facts and the arithmetic', false)
    .addHelpText('after', help)
    .action(runDecide);
}

async function runDecide(options: { readonly programs?: string; readonly trace: boolean }): Promise<void> {
  const loaded = await loadPrograms(options.programs ?? shippedProgramsDirectory());
  if (!loaded.ok) {
    process.stderr.write(`tributary decide: ${loaded.error}\n`);
    process.exitCode = 2;
    return;
  }
  // A reader that goes away (`| head`) ends the work quietly; it is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  const progress = progressLine();
  const result = await decideStream({
    input: process.stdin,
    output: process.stdout,
    programs: loaded.value,
    trace: options.trace,
    onProgress: progress.show,
  });
  progress.end();
  if (result.refused > 0) {
    process.stderr.write(
      `tributary decide: ${result.refused} of ${result.orders} lines were refused; see their "error"\n`,
    );
    process.exitCode = 1;
  }
}

/** Input from a pipe has no known length, so progress is a count; shown only to people, and only where it does not mix with the output. */
function progressLine(): { readonly show: (orders: number) => void; readonly end: () => void } {
  if (!process.stderr.isTTY || process.stdout.isTTY || process.stdin.isTTY) return { show: () => {}, end: () => {} };
  let shownAt = performance.now();
  let shown = false;
  return {
    show: (orders) => {
      if (performance.now() - shownAt < PROGRESS_EVERY_MS) return;
      shownAt = performance.now();
      shown = true;
      process.stderr.write(`\r${orders.toLocaleString('en')} orders decided`);
    },
    end: () => {
      if (shown) process.stderr.write('\r\u001b[K');
    },
  };
}
