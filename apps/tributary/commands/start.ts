import { once } from 'node:events';
import type { Command } from 'commander';
import { startProgress } from '../../../platform/progress/index.ts';
import { credentialsFile, examplePublisher } from '../example/credentials.ts';
import { historyDays } from '../example/plan.ts';
import { startProcess } from '../start/process.ts';
import { configOf } from '../start/settings.ts';

const startHelp = `
Runs the whole network in one process, with its database, on one port. At the first start it makes an example network of
${historyDays} days; TRIBUTARY_EXAMPLE=off leaves it out. The settings are environment variables: PORT, HOST, PUBLIC_URL,
TRIBUTARY_DATA, DATABASE_URL and others (docs/operations/running.md).

Ctrl-C ends it: what is under way is finished and everything is on disk. After a crash the next start recovers by itself.`;

const serveHelp = `
Runs the network for production: no example data, and TRIBUTARY_SECRET_FILE must name the master key.

Example:
  $ (umask 077; openssl rand -hex 32 > /etc/tributary/master.key)
  $ TRIBUTARY_SECRET_FILE=/etc/tributary/master.key PUBLIC_URL=https://network.example tributary serve`;

export function register(program: Command): void {
  program
    .command('start')
    .summary('run the network, with an example network at the first start')
    .description('Run the whole network on this machine, to try it out.')
    .addHelpText('after', startHelp)
    .action(() => run('start'));
  program
    .command('serve')
    .summary('run the network for production')
    .description('Run the network for production.')
    .addHelpText('after', serveHelp)
    .action(() => run('serve'));
}

async function run(mode: 'start' | 'serve'): Promise<void> {
  const config = configOf(mode);
  for (const name of config.unknownVariables) say(`${name} means nothing to this version; is it misspelt?`);
  const stop = stopSignal();
  const progress = startProgress({ label: 'loading the example network', unit: 'days', total: historyDays });
  let loading = false;
  const onDay = (done: number): void => {
    loading = true;
    progress.update(done);
    if (done < historyDays) return;
    loading = false;
    progress.finish();
  };
  const started = await startProcess(config, { say, onDay }, stop).catch((error: unknown) => {
    // A loading that is stopped is not finished; the next start begins it anew.
    if (loading) progress.abort();
    if (!stop.aborted) throw error;
    process.exit(0);
  });
  say(`Tributary runs at ${started.publicUrl} (process ${process.pid})`);
  if (config.example) {
    say(`Accounts and secrets of the example network: ${credentialsFile(config.dataDir)}`);
    await invite(config.dataDir, started.publicUrl);
  }
  if (!stop.aborted) await once(stop, 'abort');
  say('stopping: finishing what is under way');
  await started.stop();
  process.exit(0);
}

/** Whoever sits in front of the terminal may begin at once; a log is told no password. */
async function invite(dataDir: string, publicUrl: string): Promise<void> {
  const publisher = process.stdout.isTTY ? await examplePublisher(dataDir) : null;
  if (publisher === null) return;
  say('');
  say(
    'To see what an order earned and why, sign in as a publisher of the example network and choose “Why?” beside an order:',
  );
  say(`  ${publicUrl}/app/sign-in   ${publisher.email}   ${publisher.password}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Aborted by the first Ctrl-C or SIGTERM. A second one ends the process where it stands; the next start recovers. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return stop.signal;
}
