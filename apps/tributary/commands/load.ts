import type { Command } from 'commander';

/** Adds the command, or the group of commands, of one name. */
type Loader = (program: Command) => Promise<void>;

/**
 * Every command by its first word. A command's code is loaded when it is called: deciding orders from a pipe needs neither database
 * nor server, and starts three times as fast without them.
 */
const loaders: Readonly<Record<string, Loader>> = {
  start: server,
  serve: server,
  decide: async (program) => (await import('./decide.ts')).register(program),
  why: async (program) => (await import('./why.ts')).register(program, await environment()),
  terms: async (program) => {
    (await import('./terms/terms-check.ts')).register(program);
    (await import('./terms/terms-show.ts')).register(program);
    (await import('./terms/terms-diff.ts')).register(program);
    (await import('./terms/terms-backtest.ts')).register(program, await environment());
  },
  replay: async (program) => (await import('./replay.ts')).register(program, await environment()),
  ledger: async (program) => (await import('./ledger.ts')).register(program, await environment()),
  import: async (program) => {
    (await import('./import/import-orders.ts')).register(program, await environment());
    (await import('./import/import-products.ts')).register(program, await environment());
    (await import('./import/import-rates.ts')).register(program, await environment());
  },
  export: async (program) => {
    const { exportSources } = await import('../wiring/exports.ts');
    const { archiveDirectory } = await import('../../../modules/clicks/index.ts');
    const { configOf } = await import('../environment.ts');
    const sources = exportSources(() => archiveDirectory(configOf('command').dataDir));
    (await import('./export.ts')).register(program, await environment(), sources);
  },
  clicks: async (program) => (await import('./clicks-parked.ts')).register(program, await environment()),
  doctor: async (program) => (await import('./doctor.ts')).register(program, await environment()),
};

/** Loads what the first word of the command line asks for; everything, for the help, where that is no command. */
export async function loadCommands(program: Command, firstWord: string | undefined): Promise<void> {
  const asked = firstWord === undefined || !Object.hasOwn(loaders, firstWord) ? undefined : loaders[firstWord];
  for (const load of asked === undefined ? new Set(Object.values(loaders)) : [asked]) await load(program);
}

async function server(program: Command): Promise<void> {
  (await import('./start.ts')).register(program);
}

async function environment() {
  return (await import('../environment.ts')).commandEnvironment();
}
