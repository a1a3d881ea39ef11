import type { Command } from 'commander';
import { formatAmount } from '../../../core/money/index.ts';
import { balances, type Verification, verify } from '../../../modules/ledger/index.ts';
import { programByCode } from '../../../modules/programs/index.ts';
import { startProgress } from '../../../platform/progress/index.ts';
import type { CommandDatabase } from './command-database.ts';
import { type CommandOutput, terminal } from './output.ts';
import { textTable } from './table.ts';

const verifyHelp = `
Checks that all postings sum to zero per currency, that every entry balances, that balances rebuilt from the postings are those kept,
and that the hash chain is the one that was sealed. Names the first broken entry. Entries of the last second may not be sealed yet;
that is no finding. Reads only; the network may run beside it.

Examples:
  $ tributary ledger verify
  $ tributary ledger verify --json | jq .findings

Exit status: 0 the book is in order, 1 there are findings, 2 wrong usage.`;

const balanceHelp = `
Positive is what the network owes the holder, negative what the holder owes the network.

Examples:
  $ tributary ledger balance --program aliexpress-ru-cis-new
  $ tributary ledger balance --organisation 0b6f… --json

Codes of programs are listed by GET /api/v1/programs.

Exit status: 0 done, 2 wrong usage.`;

export function register(program: Command, env: CommandDatabase, output: CommandOutput = terminal): void {
  const group = program
    .command('ledger')
    .summary('check the books and show balances')
    .description('Check the books and show balances.');
  group
    .command('verify')
    .summary('check the whole book')
    .description('Check the whole book and name what is broken first.')
    .option('--json', 'print the report as JSON', false)
    .addHelpText('after', verifyHelp)
    .action((options: { readonly json: boolean }) => runVerify(options.json, env, output));
  group
    .command('balance')
    .summary('show balances')
    .description('Show the balances of all accounts, of one program or of one organisation.')
    .option('--program <code>', 'only accounts of this program')
    .option('--organisation <id>', 'only accounts of this organisation')
    .option('--json', 'print them as JSON', false)
    .addHelpText('after', balanceHelp)
    .action((options: BalanceOptions) => runBalance(options, env, output));
}

async function runVerify(json: boolean, env: CommandDatabase, output: CommandOutput): Promise<void> {
  const report = await env.withDatabase(async (db) => {
    const progress = startProgress({ label: 'checking the hash chain', unit: 'entries' });
    const made = await verify(db, { onProgress: (done, total) => progress.update(Number(done), Number(total)) });
    progress.finish();
    return made;
  });
  output.out(json ? `${JSON.stringify(verificationJson(report), null, 2)}\n` : told(report));
  output.exit(report.findings.length === 0 ? 0 : 1);
}

function verificationJson(report: Verification): object {
  return {
    entries: Number(report.entries),
    sealed: Number(report.sealed),
    unsealed: Number(report.unsealed),
    head: report.head,
    totals: report.totals.map(({ currency, minor }) => ({ currency, sum: formatAmount({ minor, currency }) })),
    findings: report.findings.map(({ check, entryId, detail }) => ({ check, entry_id: entryId, detail })),
  };
}

function told(report: Verification): string {
  const { entries, sealed, unsealed, head, totals, findings } = report;
  const sums = totals.map(({ currency, minor }) => `${currency} ${formatAmount({ minor, currency })}`).join(', ');
  const lines = [
    `${entries} entries, ${sealed} sealed, ${unsealed} waiting for the sealer.`,
    totals.length === 0 ? 'The book is empty.' : `Sum of all postings: ${sums}.`,
    `Head of the hash chain: ${head ?? 'none yet'}.`,
    findings.length === 0 ? 'The book is in order.' : `${findings.length} findings:`,
    ...findings.map(
      ({ check, entryId, detail }) => `  ${check}: ${entryId === null ? '' : `entry ${entryId}: `}${detail}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

interface BalanceOptions {
  readonly program?: string;
  readonly organisation?: string;
  readonly json: boolean;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

async function runBalance(options: BalanceOptions, env: CommandDatabase, output: CommandOutput): Promise<void> {
  const { program, organisation, json } = options;
  if (organisation !== undefined && !UUID.test(organisation)) {
    output.err(
      `tributary ledger balance: --organisation '${organisation}' is no UUID; take it from an account's row\n`,
    );
    output.exit(2);
    return;
  }
  const filter = {
    ...(program === undefined ? {} : { program }),
    ...(organisation === undefined ? {} : { org: organisation }),
  };
  const found = await env.withDatabase((db) =>
    db.transaction({ role: 'system' }, async (tx) => {
      const all = await balances(tx, filter);
      const isUnknown = all.length === 0 && program !== undefined && (await programByCode(tx, program)) === null;
      return isUnknown ? null : all;
    }),
  );
  if (found === null) {
    output.err(`tributary ledger balance: there is no program ${program}. See: GET /api/v1/programs\n`);
    output.exit(2);
    return;
  }
  const rows = found.map(({ account, minor }) => ({
    account: account.kind,
    program: account.program,
    organisation: account.org,
    balance: formatAmount({ minor, currency: account.currency }),
    currency: account.currency,
  }));
  const table = textTable(
    ['account', 'program', 'organisation', 'balance', 'currency'],
    rows.map((row) => [row.account, row.program ?? '', row.organisation ?? '', row.balance, row.currency]),
    [3],
  );
  output.out(json ? `${JSON.stringify(rows, null, 2)}\n` : `${table}\n`);
}
