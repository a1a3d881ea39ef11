import type { Command } from 'commander';
import { type ReplayReport, replay } from '../../../modules/commissions/index.ts';
import { termsOfPublication } from '../../../modules/terms/index.ts';
import { startProgress } from '../../../platform/progress/index.ts';
import type { CommandDatabase } from './command-database.ts';
import { type CommandOutput, terminal } from './output.ts';

const help = `
Decides every stored decision again from its stored facts, under the terms it was made under, and compares: the same facts must give
the same decision for ever. Reads only; the network may run beside it.

Examples:
  $ tributary replay
  $ tributary replay --json | jq .differences

Exit status: 0 no difference, 1 some decisions differ, 2 wrong usage.`;

export function register(program: Command, env: CommandDatabase, output: CommandOutput = terminal): void {
  program
    .command('replay')
    .summary('decide every stored decision again and compare')
    .description('Decide every stored decision again from its stored facts and report differences.')
    .option('--json', 'print the report as JSON', false)
    .addHelpText('after', help)
    .action((options: { readonly json: boolean }) => run(options.json, env, output));
}

async function run(json: boolean, env: CommandDatabase, output: CommandOutput): Promise<void> {
  const report = await env.withDatabase(async (db) => {
    const progress = startProgress({ label: 'replaying', unit: 'decisions' });
    const made = await replay(db, { termsOfPublication }, (done, total) => progress.update(done, total));
    progress.finish();
    return made;
  });
  output.out(json ? `${JSON.stringify(report, null, 2)}\n` : told(report));
  output.exit(report.differences === 0 ? 0 : 1);
}

function told(report: ReplayReport): string {
  const { decisions, differences, otherEngine, listed } = report;
  const engine = otherEngine === 0 ? '' : `${otherEngine} of them were made by another version of the engine.\n`;
  const each = listed.map(
    ({ program, orderId, revision, stored, replayed }) =>
      `\n${program}/${orderId} revision ${revision}\n  stored   ${stored}\n  replayed ${replayed}`,
  );
  const rest = differences > listed.length ? `\n… and ${differences - listed.length} more\n` : '';
  return `${decisions} decisions replayed, ${differences} differences.\n${engine}${each.join('\n')}${rest}`;
}
