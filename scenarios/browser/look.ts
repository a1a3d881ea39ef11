/** Makes pictures of screens of the example network and says what console, axe and layout object to. See the README beside it. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { accessibilityProblems } from './axe.ts';
import { openBrowser } from './chromium.ts';
import { type Account, exampleAccounts, type StartedNetwork, startNetwork } from './started-network.ts';
import { layoutProblems, open, openVisitor, signIn, type Theme } from './visitor.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const data = join(root, 'data', 'look');
const network = join(data, 'network');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    as: { type: 'string', default: 'nobody' },
    email: { type: 'string' },
    language: { type: 'string', default: 'en' },
    widths: { type: 'string', default: '1600,360' },
    themes: { type: 'string', default: 'light,dark' },
    pictures: { type: 'string', default: join(data, 'pictures') },
  },
});

/** The network of the former look, or a new one when its schema is not today's. */
async function startOrRenew(): Promise<StartedNetwork> {
  const isKept = existsSync(network);
  try {
    return await startNetwork({ mode: 'start', dataDir: network });
  } catch (error) {
    if (!isKept) throw error;
    console.error('the example network of the former look does not fit any more; loading it anew');
    rmSync(network, { recursive: true });
    return startNetwork({ mode: 'start', dataDir: network });
  }
}

async function look(browser: Browser, url: string, path: string, width: number, theme: Theme): Promise<void> {
  const language = values.language === 'ru' || values.language === 'es' ? values.language : 'en';
  const visitor = await openVisitor(browser, { url, language, theme, width });
  try {
    if (values.as !== 'nobody') await signIn(visitor, account());
    await open(visitor, path);
    const name = `${path.replace(/[^a-z0-9]+/gi, '-').replace(/^-|-$/g, '') || 'home'}-${width}-${theme}.png`;
    await visitor.page.screenshot({ path: join(values.pictures, name), fullPage: true });
    const problems = [
      ...visitor.problems,
      ...(await accessibilityProblems(visitor.page)),
      ...(await layoutProblems(visitor.page)),
    ];
    console.log(`${join(values.pictures, name)}${problems.map((problem) => `\n  ${problem}`).join('')}`);
  } finally {
    await visitor.close();
  }
}

function account(): Account {
  const found = exampleAccounts(network).find(({ role, email }) =>
    values.email === undefined ? role === values.as : email === values.email,
  );
  if (found === undefined) throw new Error(`no account for ${values.email ?? values.as} in the example network`);
  return found;
}

spawnSync(process.execPath, [join(root, 'tools', 'setup', 'setup.mjs')], { stdio: 'inherit' });
mkdirSync(values.pictures, { recursive: true });
const running = await startOrRenew();
const browser = await openBrowser();
try {
  for (const path of positionals) {
    for (const width of values.widths.split(',').map(Number)) {
      for (const theme of values.themes.split(',')) {
        await look(browser, running.url, path, width, theme === 'dark' ? 'dark' : 'light');
      }
    }
  }
} finally {
  await browser.close();
  await running.stop();
}
