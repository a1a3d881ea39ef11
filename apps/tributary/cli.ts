import { Command, CommanderError } from 'commander';
import { register as registerDecide } from './commands/decide.ts';
import { register as registerDoctor } from './commands/doctor.ts';
import { register as registerExport } from './commands/export.ts';
import { register as registerImportOrders } from './commands/import-orders.ts';
import { register as registerImportProducts } from './commands/import-products.ts';
import { register as registerImportRates } from './commands/import-rates.ts';
import { register as registerLedger } from './commands/ledger.ts';
import { register as registerReplay } from './commands/replay.ts';
import { register as registerStart } from './commands/start.ts';
import { register as registerTermsBacktest } from './commands/terms-backtest.ts';
import { register as registerTermsCheck } from './commands/terms-check.ts';
import { register as registerTermsDiff } from './commands/terms-diff.ts';
import { register as registerTermsShow } from './commands/terms-show.ts';
import { register as registerWhy } from './commands/why.ts';
import { commandEnvironment, UsageError } from './environment.ts';
import { exportSources } from './wiring/exports.ts';

const FAILED = 1;
const WRONG_USAGE = 2;

/** The command line. Exit status: 0 done, 1 findings or refused rows, 2 wrong usage. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('tributary')
    .description('A self-hosted affiliate network in which every number says why it is what it is.')
    .exitOverride()
    .showHelpAfterError('(add --help for usage and examples)');
  const environment = commandEnvironment();
  registerStart(program);
  registerDecide(program);
  registerWhy(program, environment);
  registerTermsCheck(program);
  registerTermsShow(program);
  registerTermsDiff(program);
  registerTermsBacktest(program, environment);
  registerReplay(program, environment);
  registerLedger(program, environment);
  registerImportOrders(program, environment);
  registerImportProducts(program, environment);
  registerImportRates(program, environment);
  registerExport(program, environment, exportSources);
  registerDoctor(program, environment);
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    process.exitCode = told(error);
  }
}

/** Exit status for a failure, after saying what a person can do about it. */
function told(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : WRONG_USAGE;
  if (error instanceof UsageError) {
    process.stderr.write(`tributary: ${error.message}\n`);
    return WRONG_USAGE;
  }
  process.stderr.write(`tributary: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return FAILED;
}

await main(process.argv.slice(2));
