import type { Established } from '../../apps/tributary/example/establish.ts';
import { composeNetwork, type Network } from '../../apps/tributary/network.ts';
import { apiServer } from '../../apps/tributary/server.ts';
import { type ManualClock, manualClock } from '../../platform/clock/index.ts';
import type { HttpServer } from '../../platform/http/index.ts';
import { openExample } from '../support/example.ts';

export const rc = 'aliexpress-ru-cis-new';
export const ww = 'aliexpress-ww';
export const languages = ['en', 'ru', 'es'] as const;

/** After the last change of the example program's terms. */
export const NOW = Date.parse('2022-09-01T09:00:00.000Z');

/** The example's programs without traffic, and its pages asked without a socket. */
export interface PageNetwork {
  readonly network: Network;
  readonly established: Established;
  readonly clock: ManualClock;
  readonly server: HttpServer;
  /** The page's HTML; fails where the answer is not 200. */
  page(url: string, headers?: Record<string, string>): Promise<string>;
  close(): Promise<void>;
}

/** Publishers of the example are five: with those counted before they are the number of the seed. */
export const PUBLISHERS_BEFORE = 689_749;

export async function openPageNetwork(): Promise<PageNetwork> {
  const { t, dataDir, master, established, remove } = await openExample(NOW);
  const clock = manualClock(NOW);
  const network = composeNetwork({ db: t.db, clock, master });
  const named = { name: 'Tributary', publishersBefore: PUBLISHERS_BEFORE };
  const server = await apiServer({
    config: { trustedProxies: [], apiHost: null, dataDir, mail: null, network: named },
    network,
    publicUrl: 'https://network.example',
    logger: null,
    front: null,
  });
  await server.ready();
  return {
    network,
    established,
    clock,
    server,
    page: async (url, headers = {}) => {
      const answer = await server.inject({ url, headers: { accept: 'text/html', ...headers } });
      if (answer.statusCode !== 200)
        throw new Error(`${url} answers ${answer.statusCode}: ${answer.body.slice(0, 300)}`);
      return answer.body;
    },
    close: async () => {
      await server.close();
      await remove();
    },
  };
}

/** What a reader sees of a piece of HTML. */
export function textOf(html: string): string {
  return html
    .replace(/<(script|style)\b[\s\S]*?<\/\1>/g, ' ')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
}

/** The section with this id, as HTML. */
export function section(html: string, id: string): string {
  const found = new RegExp(`<section id="${id}"[\\s\\S]*?</section>`).exec(html)?.[0];
  if (found === undefined) throw new Error(`the page has no section ${id}`);
  return found;
}

/** Rows of the first table of a piece of HTML, each as the texts of its cells. */
export function rowsOf(html: string): string[][] {
  const body = /<tbody>([\s\S]*?)<\/tbody>/.exec(html)?.[1] ?? '';
  return [...body.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = '']) => textOf(cell)),
  );
}
