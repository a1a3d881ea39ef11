import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { publicAccess } from './access.ts';
import { refuse } from './refused.ts';

/** What a page needs to load one entry of the bundle. */
export interface EntryFiles {
  readonly script: string;
  readonly styles: readonly string[];
  /** Scripts without which the entry does not begin. */
  readonly preloads: readonly string[];
}

export interface BuiltFiles {
  /** Addresses of the files of an entry, by its source, such as `apps/web/main.tsx`. */
  entry(source: string): EntryFiles;
  readonly routes: FastifyPluginAsyncZod;
}

const manifestShape = z.record(
  z.string(),
  z.object({
    file: z.string(),
    css: z.array(z.string()).default([]),
    imports: z.array(z.string()).default([]),
  }),
);
type Manifest = z.output<typeof manifestShape>;

/** Only these leave (T-40). */
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

interface File {
  readonly type: string;
  readonly plain: Buffer;
  readonly brotli: Buffer | null;
}

/**
 * Files for browsers that the build left in a directory with its manifest. They are read when the first of them is wanted, and kept: names
 * carry a hash of the content, so that browsers keep them for ever too.
 */
export function builtFiles(directory: string): BuiltFiles {
  let manifest: Manifest | null = null;
  let files: ReadonlyMap<string, File> | null = null;
  return {
    entry: (source) => {
      manifest ??= readManifest(directory);
      return entryFiles(manifest, source);
    },
    routes: async (app) => {
      const schema = { hide: true, params: z.strictObject({ file: z.string() }) };
      app.get('/assets/:file', { config: { access: publicAccess }, schema }, (request, reply) => {
        files ??= readFiles(directory);
        const file = files.get(request.params.file);
        if (file === undefined)
          return refuse({ code: 'not_found', field: null, detail: 'There is nothing at this address.' });
        const isSmall = file.brotli !== null && /\bbr\b/.test(request.headers['accept-encoding'] ?? '');
        reply
          .header('cache-control', 'public, max-age=31536000, immutable')
          .header('vary', 'accept-encoding')
          .type(file.type);
        if (isSmall) reply.header('content-encoding', 'br');
        return reply.send(isSmall ? file.brotli : file.plain);
      });
    },
  };
}

function entryFiles(manifest: Manifest, source: string): EntryFiles {
  const [own, ...imported] = neededBy(manifest, source);
  if (own === undefined) throw new Error(`the bundle has no entry ${source}: run npm run prestart`);
  return {
    script: `/assets/${own.file}`,
    styles: [...imported, own].flatMap(({ css }) => css.map((file) => `/assets/${file}`)),
    preloads: imported.map(({ file }) => `/assets/${file}`),
  };
}

/** A chunk and all it imports, directly or not. */
function neededBy(manifest: Manifest, source: string): readonly Manifest[string][] {
  const found = new Set([source]);
  for (const name of found) for (const next of manifest[name]?.imports ?? []) found.add(next);
  return [...found].flatMap((name) => manifest[name] ?? []);
}

function readManifest(directory: string): Manifest {
  let text: string;
  try {
    text = readFileSync(join(directory, 'manifest.json'), 'utf8');
  } catch (error) {
    throw new Error(`the pages are not built (${directory}): run npm run prestart`, { cause: error });
  }
  return manifestShape.parse(JSON.parse(text));
}

function readFiles(directory: string): ReadonlyMap<string, File> {
  const names = new Set(readdirSync(directory));
  const found = new Map<string, File>();
  for (const name of names) {
    const type = TYPES[extname(name)];
    if (type === undefined) continue;
    const brotli = names.has(`${name}.br`) ? readFileSync(join(directory, `${name}.br`)) : null;
    found.set(name, { type, plain: readFileSync(join(directory, name)), brotli });
  }
  return found;
}
