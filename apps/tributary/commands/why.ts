import { type Command, Option } from 'commander';
import type { WhyAnswer, WhyStep } from '../../../contract/wire/why.ts';
import { type Locale, locales } from '../../../core/commission/index.ts';
import { why } from '../../../modules/commissions/index.ts';
import { systemClock } from '../../../platform/clock/index.ts';
import { chosenLanguage } from '../../../platform/http/index.ts';
import { whyDeps } from '../wiring/why.ts';
import type { CommandDatabase } from './command-database.ts';
import { type CommandOutput, terminal } from './output.ts';
import { textTable } from './table.ts';
import { type WhyWords, whyWords } from './why-words.ts';

const help = `
The order is named as program/order_id, or by its bare id where that is unique.

Examples:
  $ tributary why A1
  $ tributary why aliexpress-ru-cis-new/A1 --language ru
  $ tributary why A1 --json | jq '.trace[] | select(.outcome == "hit")'

Exit status: 0 told, 1 there is no such order, 2 wrong usage or an ambiguous name.`;

interface Options {
  readonly json: boolean;
  readonly language?: Locale;
}

export function register(program: Command, env: CommandDatabase, output: CommandOutput = terminal): void {
  program
    .command('why <order>')
    .summary('tell why an order earns what it earns')
    .description('Tell why an order earns what it earns: sentences, rules tried, arithmetic, events and postings.')
    .option('--json', 'print everything as JSON', false)
    .addOption(new Option('--language <code>', 'language of sentences and headings').choices(locales))
    .addHelpText('after', help)
    .action((order: string, options: Options) => run(order, options, env, output));
}

async function run(order: string, options: Options, env: CommandDatabase, output: CommandOutput): Promise<void> {
  const locale = options.language ?? chosenLanguage({ 'accept-language': process.env['LANG']?.replace('_', '-') });
  const told = await env.withDatabase((db) =>
    why({ db, actor: { role: 'system' } }, whyDeps(db, systemClock), order, { locale, viewer: null }),
  );
  if (told.ok) {
    output.out(options.json ? `${JSON.stringify(told.value, null, 2)}\n` : story(told.value, locale));
    return;
  }
  if (told.error === 'ambiguous') {
    output.err(`tributary why: several programs have an order '${order}'; name one of: ${told.names.join(', ')}\n`);
    output.exit(2);
    return;
  }
  output.err(`tributary why: there is no decided order '${order}'; name it as program/order_id or by its order id\n`);
  output.exit(1);
}

/** The answer as a short story for people, in the language of its sentences. */
export function story(answer: WhyAnswer, locale: Locale): string {
  const say = whyWords[locale];
  const { commission, lines, events, postings } = answer;
  const parts = [
    `${answer.program}/${answer.order_id}: ${answer.status}, ${commission.amount} ${commission.currency}` +
      ` (${say.terms} ${answer.terms_version ?? say.none}, ${say.click} ${answer.click_id ?? say.none})`,
    answer.sentences.join('\n'),
    textTable(
      [...say.lineColumns, commission.currency],
      lines.map((line) => [line.line_id, line.status, line.reason, line.rate ?? '—', line.commission]),
      [3, 4],
    ),
    `${say.howDecided}\n${answer.trace.map((step) => stepText(step, say)).join('\n')}`,
    events.length === 0 ? '' : `${say.whatHappened}\n${events.map((event) => `  ${JSON.stringify(event)}`).join('\n')}`,
    postings.length === 0
      ? say.nothingBooked
      : textTable(
          say.postingColumns,
          postings.map((each) => [
            each.effective_at,
            each.title,
            each.account,
            each.amount,
            each.currency,
            each.line_id ?? '',
            each.event ?? '',
          ]),
          [3],
        ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function stepText({ line_id, step, outcome, facts, detail }: WhyStep, say: WhyWords): string {
  const mark = outcome === null ? '·' : outcome === 'hit' ? '✓' : '✗';
  const read = Object.entries(facts).map(([name, value]) => `${name} ${value ?? say.unknown}`);
  const line = line_id === null ? '' : `${say.line} ${line_id}: `;
  const more = [read.join(', '), detail ?? ''].filter((text) => text !== '').join(' → ');
  return `  ${mark} ${line}${step}${more === '' ? '' : ` (${more})`}`;
}
