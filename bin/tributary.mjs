#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// Stack traces then name the lines a person can read.
process.setSourceMapsEnabled(true);

// React writes pages in a fraction of the time that its development build takes.
process.env['NODE_ENV'] ??= 'production';

const commandLine = new URL('../dist/apps/tributary/cli.js', import.meta.url);

if (existsSync(fileURLToPath(commandLine))) {
  await import(commandLine.href);
} else {
  console.error(
    'tributary: the product is not built yet. Run in its folder: npm run prestart (installs and builds), then this command again.',
  );
  process.exitCode = 2;
}
