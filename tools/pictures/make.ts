import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { openBrowser } from '../../scenarios/browser/chromium.ts';
import { exampleAccounts, startNetwork } from '../../scenarios/browser/started-network.ts';
import { open, openVisitor, settled, signIn } from '../../scenarios/browser/visitor.ts';
import { type Picture, pictures } from './pages.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = new Set(process.argv.slice(2));
const chosen = pictures.filter(({ file }) => wanted.size === 0 || wanted.has(file));
if (chosen.length < Math.max(1, wanted.size)) {
  console.error(
    `pictures: expected names among ${pictures.map(({ file }) => file).join(', ')}; got ${[...wanted].join(', ')}`,
  );
  process.exit(2);
}

spawnSync(process.execPath, [join(root, 'tools', 'setup', 'setup.mjs')], { stdio: 'inherit' });
mkdirSync(join(root, 'docs', 'pictures'), { recursive: true });
const dataDir = mkdtempSync(join(tmpdir(), 'tributary-pictures-'));
// The account that runs the database for root must be able to pass through.
chmodSync(dataDir, 0o711);
const network = await startNetwork({ mode: 'start', dataDir });
const browser = await openBrowser();
try {
  for (const picture of chosen) {
    await take(browser, picture);
    console.log(`docs/pictures/${picture.file}.png`);
  }
} finally {
  await browser.close();
  await network.stop();
  rmSync(dataDir, { recursive: true });
}

async function take(browser: Browser, picture: Picture): Promise<void> {
  const { language, theme, width, height } = picture;
  const visitor = await openVisitor(browser, { url: network.url, language, theme, width });
  try {
    await visitor.page.setViewportSize({ width, height });
    const account = exampleAccounts(dataDir).find(({ role }) => role === picture.as);
    if (account !== undefined) await signIn(visitor, account);
    await open(visitor, picture.path);
    if (picture.follow !== undefined) {
      await visitor.page.locator(picture.follow).first().click();
      await settled(visitor.page);
    }
    await visitor.page.screenshot({ path: join(root, 'docs', 'pictures', `${picture.file}.png`) });
    if (visitor.problems.length > 0) throw new Error(`${picture.path}: ${visitor.problems.join('; ')}`);
  } finally {
    await visitor.close();
  }
}
