import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { evaluated, REST_MS_MAX } from './visitor.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** The rules whose answer depends on the theme. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const RUN_ONLY = { all: { type: 'tag', values: TAGS }, colours: { type: 'rule', values: COLOUR_RULES } } as const;

/**
 * Until nothing moves in two frames that follow each other: one movement may set off another. What is fading in has too little contrast
 * until it is there; what turns for ever is not waited for.
 */
const AT_REST = `(async () => {
  const moving = () => document.getAnimations().filter((each) => each.effect?.getComputedTiming().endTime !== Infinity);
  for (let still = 0; still < 2; ) {
    const found = moving();
    await Promise.all(found.map((each) => each.finished.catch(() => null)));
    await new Promise((done) => requestAnimationFrame(done));
    still = found.length === 0 ? still + 1 : 0;
  }
})()`;

const violationsShape = z.array(
  z.object({
    id: z.string(),
    help: z.string(),
    nodes: z.array(
      z.object({
        target: z.array(z.union([z.string(), z.array(z.string())])),
        failureSummary: z.string().optional(),
      }),
    ),
  }),
);

let source: string | null = null;

/** The axe that @axe-core/playwright brings, without its builder: that loads it anew, twice, and opens a page besides for each run, which is most of the time of it. */
function axeSource(): string {
  const bringer = createRequire(import.meta.url).resolve('@axe-core/playwright');
  source ??= readFileSync(createRequire(bringer).resolve('axe-core/axe.min.js'), 'utf8');
  return source;
}

/** What axe finds by WCAG 2.2 A and AA, one line each; of `colours`, only what another theme can change. */
export async function accessibilityProblems(page: Page, asked: 'all' | 'colours' = 'all'): Promise<readonly string[]> {
  if (page.frames().length > 1) throw new Error(`${page.url()} has frames, into which axe.ts does not look yet`);
  await evaluated(page, AT_REST, 'to stop moving');
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource());
  const options = JSON.stringify({ runOnly: RUN_ONLY[asked], resultTypes: ['violations'] });
  const run = `axe.run(document, ${options}).then(({ violations }) => violations)`;
  const found = await evaluated(page, run, 'for what axe looks at', REST_MS_MAX);
  return violationsShape
    .parse(found)
    .flatMap(({ id, help, nodes }) =>
      nodes.map(
        ({ target, failureSummary }) =>
          `axe ${id}: ${help} at ${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`,
      ),
    );
}
