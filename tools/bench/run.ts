import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inOwnPlace } from './support/own-place.ts';

interface Benchmark {
  run(argv: readonly string[]): Promise<number>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() && entry.name !== 'support' ? [entry.name] : [],
);
const [name, ...argv] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  process.stderr.write(`npm run bench <name>: expected one of ${names.join(', ')}; got ${name ?? 'nothing'}\n`);
  process.exitCode = 2;
} else {
  process.exitCode = await inOwnPlace(async () => {
    const benchmark: Benchmark = await import(`./${name}/bench.ts`);
    return benchmark.run(argv);
  });
}
