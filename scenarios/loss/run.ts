import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { doctorContradictions } from './evidence.ts';
import { Rig } from './rig.ts';
import { type Outcome, runScenario } from './run-scenario.ts';
import { type Scenario, shortened } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const SEED = 20_220_617;

/** As shells say it of a program that Ctrl-C ended. */
const INTERRUPTED = 130;

const help = `npm run losstest -- [--scenario NAME] [--seed N] [--short] [--json] [--help]

Breaks the click path on purpose and compares what visitors were answered with what the spools and the store hold. Every scenario has
a database server, a worker and edges of its own, on the loopback alone, and ends each process that it started.

  --scenario NAME  only this one; may be given several times
  --seed N         repeats a run or tries another one (${SEED})
  --short          the form of npm test: seconds instead of minutes, counts only
  --json           the outcome as JSON, one object a scenario

${scenarios.map(({ name, story }) => `  ${name.padEnd(19)}${story}`).join('\n')}

Exit status: 0 every promise was kept, 1 one was not, 2 wrong usage.
`;

function chosen(): { readonly run: readonly Scenario[]; readonly seed: number; readonly json: boolean } | string {
  const { values } = parseArgs({
    options: {
      scenario: { type: 'string', multiple: true },
      seed: { type: 'string' },
      short: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return help;
  const unknown = values.scenario?.find((name) => !scenarios.some((each) => each.name === name));
  if (unknown !== undefined) throw new Error(`--scenario ${unknown}: expected one of ${namesOf(scenarios)}`);
  const seed = values.seed ?? String(SEED);
  if (!/^\d{1,9}$/.test(seed)) throw new Error(`--seed ${seed}: expected a whole number of at most nine digits`);
  const run = scenarios.filter(({ name }) => values.scenario?.includes(name) ?? true);
  return { run: values.short ? run.map(shortened) : run, seed: Number(seed), json: values.json };
}

function namesOf(some: readonly Scenario[]): string {
  return some.map(({ name }) => name).join(', ');
}

/** On a rig of its own, which is removed whatever happens. Rejects when it takes too long, cannot go on, or is interrupted. */
async function runAlone(scenario: Scenario, seed: number, interrupted: AbortSignal): Promise<Outcome> {
  const rig = await Rig.open();
  const late = AbortSignal.timeout(scenario.secondsMax * 1_000);
  try {
    interrupted.throwIfAborted();
    const ends = [once(late, 'abort'), once(interrupted, 'abort')];
    const ended = Promise.race(ends).then((): never => {
      throw new Error(late.aborted ? `it took longer than ${scenario.secondsMax} s` : 'interrupted');
    });
    const whole = wholly(rig, scenario, seed);
    // What goes on after an end fails by what is taken away from it.
    whole.catch(() => undefined);
    ended.catch(() => undefined);
    return await Promise.race([whole, ended]);
  } finally {
    await rig.remove();
  }
}

/** The scenario, and then what the operator would be told of it. */
async function wholly(rig: Rig, scenario: Scenario, seed: number): Promise<Outcome> {
  const outcome = await runScenario(rig, scenario, seed);
  await rig.endEdges();
  return { ...outcome, contradictions: [...outcome.contradictions, ...(await doctorContradictions(rig))] };
}

function told(outcome: Outcome): string {
  const { contradictions, answered, flagged, broken, spooled, stored, lost, latencies, faultSeconds, drainSeconds } =
    outcome;
  const { p50, p99, p999 } = latencies;
  const floor = outcome.bare === null ? '' : ` (a bare server beside it: ${outcome.bare.p99.toFixed(1)} ms)`;
  const notes = Object.entries(outcome.notes).map(([name, value]) => `${name} ${value}`);
  return [
    `${contradictions.length === 0 ? 'kept  ' : 'BROKEN'}  ${outcome.scenario}`,
    `        answered ${answered}, flagged ${flagged}, broken off ${broken}; in spools ${spooled}, in store ${stored}, lost ${lost}`,
    `        p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms${floor}, p99.9 ${p999.toFixed(1)} ms during ${faultSeconds.toFixed(1)} s; ` +
      `drained in ${drainSeconds.toFixed(1)} s`,
    ...(notes.length === 0 ? [] : [`        ${notes.join(', ')}`]),
    ...contradictions.map((each) => `        ! ${each}`),
    '',
  ].join('\n');
}

async function main(): Promise<number> {
  let choice: ReturnType<typeof chosen>;
  try {
    choice = chosen();
  } catch (error) {
    process.stderr.write(
      `losstest: ${error instanceof Error ? error.message : String(error)}\n(add --help for usage)\n`,
    );
    return 2;
  }
  if (typeof choice === 'string') {
    process.stdout.write(choice);
    return 0;
  }
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
  let broken = 0;
  for (const scenario of choice.run) {
    if (!choice.json) process.stderr.write(`losstest: ${scenario.name}: ${scenario.story}\n`);
    const outcome = await runAlone(scenario, choice.seed, interrupted.signal).catch((error: unknown) => {
      process.stderr.write(`losstest: ${scenario.name}: ${error instanceof Error ? error.stack : String(error)}\n`);
      return null;
    });
    // Visitors of the scenario that was left would keep the process for a while.
    if (interrupted.signal.aborted) process.exit(INTERRUPTED);
    if (outcome === null) {
      broken += 1;
      continue;
    }
    process.stdout.write(choice.json ? `${JSON.stringify(outcome)}\n` : told(outcome));
    if (outcome.contradictions.length > 0) broken += 1;
  }
  if (!choice.json) {
    process.stdout.write(
      `${choice.run.length - broken} of ${choice.run.length} scenarios kept every promise (seed ${choice.seed})\n`,
    );
  }
  return broken === 0 ? 0 : 1;
}

process.exitCode = await main();
