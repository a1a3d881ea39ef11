import type { Command } from 'commander';
import { importProducts } from '../../../../modules/catalogue/index.ts';
import { type CommandOutput, terminal } from '../output.ts';
import { type CommandNetwork, registerImport } from './import-catalogue.ts';

const help = `
Columns: product_id (required), store_id, category, seller_country, affiliate, hot, virtual, hidden, url, title, price, currency,
valid_from. A column that is absent leaves its fact as it is; an empty cell says "not known". Statements hold from valid_from, else
from --at, else from now; earlier orders keep the facts of their time.

Examples:
  $ tributary import products --program aliexpress-ru-cis-new products.csv
  $ gunzip -c feed.jsonl.gz | tributary import products --program aliexpress-ww --at 2022-06-10T00:00:00Z -

Refused rows are named with line, reason and remedy; all others are taken. A file that was applied before is answered as then and
changes nothing. The file formats are described in docs/api/products.md.
Exit status: 0 done, 1 rows or the file were refused, 2 wrong usage.`;

export function register(program: Command, network: CommandNetwork, output: CommandOutput = terminal): void {
  registerImport(program, network, output, {
    name: 'products',
    summary: 'import facts of products',
    help,
    run: ({ db, clock }, owner, file) => importProducts(db, clock, { ...file, program: owner }),
  });
}
