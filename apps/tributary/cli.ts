import { Command, CommanderError } from 'commander';
import { loadCommands } from './commands/load.ts';
import { packageVersion } from './start/package-directory.ts';
import { DatabaseNotOpened, UsageError } from './usage-error.ts';

const FAILED = 1;
const WRONG_USAGE = 2;

/** The command line. Exit status: 0 done, 1 findings or refused rows, 2 wrong usage. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command('tributary')
    .description('A self-hosted affiliate network in which every number says why it is what it is.')
    .version(packageVersion(), '-V, --version', 'display the version')
    .exitOverride()
    .showHelpAfterError('(add --help for usage and examples)');
  await loadCommands(program, argv[0]);
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
  if (error instanceof DatabaseNotOpened) {
    process.stderr.write(`tributary: ${error.message}\n`);
    return FAILED;
  }
  process.stderr.write(`tributary: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  return FAILED;
}

await main(process.argv.slice(2));
