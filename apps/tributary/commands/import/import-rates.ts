import type { Command } from 'commander';
import { importRates } from '../../../../modules/catalogue/index.ts';
import { termsOf } from '../../../../modules/terms/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { type CommandNetwork, registerImport } from './import-catalogue.ts';

const help = `
Columns: product_id (required), seller_rate, hot_rate, valid_from, valid_until. Rates are percentages with a point or a comma, with
or without the sign: 1.15 and 1,15% are the same. "none" withdraws a rate. Each rate is checked against the ranges of the terms
that are valid when it begins.

Examples:
  $ tributary import rates --program aliexpress-ru-cis-new rates.csv
  $ tributary import rates --program aliexpress-ru-cis-new --at 2022-08-16T00:00:00+03:00 increase.csv

Refused rows are named with line, reason and remedy; all others are taken. A file that was applied before is answered as then and
changes nothing. The file formats are described in docs/api/products.md.
Exit status: 0 done, 1 rows or the file were refused, 2 wrong usage.`;

export function register(program: Command, network: CommandNetwork, output: CommandOutput = terminal): void {
  registerImport(program, network, output, {
    name: 'rates',
    summary: 'import seller and hot rates of products',
    help,
    run: async ({ db, clock }, owner, file) => {
      const terms = await db.transaction({ role: 'system' }, (tx) => termsOf(tx, owner.code));
      return importRates(db, clock, { ...file, program: owner, terms });
    },
  });
}
