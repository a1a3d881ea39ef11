import type { Browser } from 'playwright-core';
import { openBrowser } from '../../../scenarios/browser/chromium.ts';
import { DAYS, FIRST_DAY } from '../reports/generate.ts';
import { type Figure, figureTable, isReached, readOptions, showProgress } from '../support/options.ts';
import { machine } from '../support/processes.ts';
import { median, rounded } from '../support/statistics.ts';
import { type Opening, opening } from './measure.ts';
import { countedNetwork, emptyPage, exampleNetwork, type Measured } from './network.ts';

const CLICKS = 5_000_000;
const ROUNDS = 7;
/** Script of the first load, compressed: read in a second on a poor connection. */
const PUBLIC_SCRIPT_BYTES_MAX = 30_000;
const CABINET_SCRIPT_BYTES_MAX = 200_000;

const usage = `npm run bench web [-- --json] [--clicks N] [--rounds N]
Measures pages in a real browser: first contentful paint beside an empty page of a bare server, bytes, long tasks, and the time until the
statistics of a publisher are shown, over the example network and over --clicks (${CLICKS.toLocaleString('en')}) clicks. Some minutes. Exit status: 0
targets reached, 1 missed, 2 wrong usage.`;

/** Returns the exit status. */
export async function run(argv: readonly string[]): Promise<number> {
  const options = readOptions(argv, { clicks: CLICKS, rounds: ROUNDS });
  if (options === null || options.help) {
    process[options === null ? 'stderr' : 'stdout'].write(`${usage}\n`);
    return options === null ? 2 : 0;
  }
  const browser = await openBrowser();
  try {
    const figures = await measure(browser, options.numbers);
    const reached = figures.every(isReached);
    const shown = figures.map((figure) => ({ ...figure, value: rounded(figure.value), reached: isReached(figure) }));
    const result = { benchmark: 'web', ...options.numbers, machine: machine(), figures: shown, reached };
    process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : figureTable(figures));
    return reached ? 0 : 1;
  } finally {
    await browser.close();
  }
}

async function measure(browser: Browser, { clicks, rounds }: Readonly<Record<'clicks' | 'rounds', number>>) {
  const floor = await emptyPage();
  showProgress('loading the example network');
  const example = await exampleNetwork();
  const pages: Figure[] = [];
  try {
    const empty = await openings(rounds, () => opening(browser, floor, '/', 'p'));
    const home = await openings(rounds, () => opening(browser, { url: example.url }, '/', 'main'));
    const program = await openings(rounds, () => opening(browser, { url: example.url }, PROGRAM, 'main'));
    const first = await openings(rounds, () => opening(browser, example, OVERVIEW, HEADING));
    const statistics = await openings(rounds, () => opening(browser, example, STATISTICS, TABLE));
    pages.push(
      { name: 'empty page of a bare server: first paint', value: empty('paint'), unit: 'ms', target: null },
      ...publicPage('home', home, empty('paint')),
      ...publicPage('program page', program, empty('paint')),
      ...cabinet('first load of a cabinet', first, empty('paint'), { most: CABINET_SCRIPT_BYTES_MAX }),
      ...cabinet('statistics, example network', statistics, empty('paint'), null),
    );
  } finally {
    floor.end();
    await example.end();
  }
  return [...pages, ...(await overClicks(browser, clicks, rounds))];
}

const PROGRAM = '/programs/aliexpress-ru-cis-new';
const OVERVIEW = '/app/publisher/overview';
const HEADING = 'main h1';
const STATISTICS = '/app/publisher/statistics';
const TABLE = 'main table tbody tr';

async function overClicks(browser: Browser, clicks: number, rounds: number): Promise<readonly Figure[]> {
  const network: Measured = await countedNetwork(clicks);
  try {
    showProgress(`opening the statistics of ${clicks} clicks`);
    const last = new Date(Date.parse(FIRST_DAY) + (DAYS - 1) * 86_400_000).toISOString().slice(0, 10);
    const path = `${STATISTICS}?from=${FIRST_DAY}&to=${last}`;
    const found = await openings(rounds, () => opening(browser, network, path, TABLE));
    showProgress('');
    return [
      {
        name: `statistics, ${clicks.toLocaleString('en')} clicks: shown`,
        value: found('shown'),
        unit: 'ms',
        target: null,
      },
      {
        name: `statistics, ${clicks.toLocaleString('en')} clicks: long tasks`,
        value: found('longTaskMs'),
        unit: 'ms',
        target: null,
      },
    ];
  } finally {
    await network.end();
  }
}

type Median = (figure: keyof Opening) => number;

async function openings(rounds: number, open: () => Promise<Opening>): Promise<Median> {
  const all: Opening[] = [];
  // The first finds the server cold and is not counted.
  for (let round = 0; round <= rounds; round += 1) all.push(await open());
  return (figure) => median(all.slice(1).map((each) => each[figure]));
}

function publicPage(name: string, found: Median, floor: number): readonly Figure[] {
  return [
    { name: `${name}: first paint`, value: found('paint'), unit: 'ms', target: null },
    { name: `${name}: first paint ÷ empty page`, value: found('paint') / floor, target: null },
    { name: `${name}: script`, value: found('scriptBytes'), unit: 'bytes', target: { most: PUBLIC_SCRIPT_BYTES_MAX } },
    { name: `${name}: everything`, value: found('bytes'), unit: 'bytes', target: null },
    { name: `${name}: long tasks`, value: found('longTaskMs'), unit: 'ms', target: null },
  ];
}

function cabinet(name: string, found: Median, floor: number, script: Figure['target']): readonly Figure[] {
  return [
    { name: `${name}: first paint`, value: found('paint'), unit: 'ms', target: null },
    { name: `${name}: first paint ÷ empty page`, value: found('paint') / floor, target: null },
    { name: `${name}: shown`, value: found('shown'), unit: 'ms', target: null },
    { name: `${name}: script`, value: found('scriptBytes'), unit: 'bytes', target: script },
    { name: `${name}: everything`, value: found('bytes'), unit: 'bytes', target: null },
    { name: `${name}: long tasks`, value: found('longTaskMs'), unit: 'ms', target: null },
  ];
}
