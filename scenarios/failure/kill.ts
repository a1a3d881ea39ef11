import { type Random, seededRandom } from '../../apps/tributary/example/random.ts';
import { type DataDirectory, dataDirectory } from '../processes/data-directory.ts';
import { hasEnded } from '../processes/liveness.ts';
import { buildProduct, type Environment, settingsOf, TributaryProcess } from '../processes/tributary-process.ts';
import { type Evidence, gatherEvidence } from './evidence.ts';
import { type Answered, Load } from './load.ts';
import { makeSmallNetwork } from './small-network.ts';
import { Wire } from './wire.ts';

/** Who is killed: the process of the network, its database server, both at once, or the process while it comes up. */
export type Victim = 'network' | 'database' | 'both' | 'starting';

export interface Outcome {
  readonly answered: Answered;
  readonly kills: Readonly<Record<Victim, number>>;
  readonly evidence: Evidence;
}

/** Most kills hit the process; the others need a database recovery each, which takes longer. */
const VICTIMS: readonly (readonly [Victim, number])[] = [
  ['network', 5],
  ['database', 2],
  ['both', 2],
  ['starting', 1],
];

/** Answers between two kills, and how much later than the last of them the kill comes: any moment of many requests. */
const ANSWERS_MIN = 30;
const ANSWERS_MAX = 200;
const AFTER_MS_MAX = 40;

/** A start takes about this long; a kill while it comes up hits any moment of it. */
const START_MS = 1_500;

/** A network under load that is killed again and again. `end` ends every process and removes every file, whatever happened. */
export class KillScenario {
  readonly #data: DataDirectory = dataDirectory();
  readonly #settings: Environment = settingsOf(this.#data);
  readonly #wire = new Wire();
  #process: TributaryProcess | null = null;

  /** Kills `count` times at moments that `seed` chooses, lets everything come to its end, and looks what is there. */
  async run(count: number, seed: number): Promise<Outcome> {
    buildProduct();
    const network = await makeSmallNetwork(this.#settings);
    const random = seededRandom(seed);
    const kills = { network: 0, database: 0, both: 0, starting: 0 };
    await this.#start();
    const load = new Load(this.#wire, network, seed);
    for (let i = 0; i < count; i += 1) {
      await load.moreAnswers(random.int(ANSWERS_MIN, ANSWERS_MAX));
      await passing(random.next() * AFTER_MS_MAX);
      const victim = random.weighted(VICTIMS);
      await this.#kill(victim, random);
      kills[victim] += 1;
    }
    await load.finish();
    const evidence = await this.#stopAndLook(network.program, load.answered);
    return { answered: load.answered, kills, evidence };
  }

  async end(): Promise<void> {
    this.#wire.leadsTo(null);
    await this.#process?.end('SIGKILL');
    await this.#data.remove();
  }

  async #start(): Promise<void> {
    this.#process = new TributaryProcess(['serve'], this.#settings);
    this.#wire.leadsTo(await this.#process.address());
    await this.#wire.untilReady();
  }

  async #kill(victim: Victim, random: Random): Promise<void> {
    if (victim === 'database') {
      await this.#killDatabase();
      await this.#wire.untilReady();
      return;
    }
    this.#wire.leadsTo(null);
    await Promise.all([this.#process?.end('SIGKILL'), victim === 'both' ? this.#killDatabase() : undefined]);
    if (victim === 'starting') {
      this.#process = new TributaryProcess(['serve'], this.#settings);
      await passing(random.next() * START_MS);
      await this.#process.end('SIGKILL');
    }
    await this.#start();
  }

  async #killDatabase(): Promise<void> {
    const pid = this.#data.serverPid();
    if (pid === null) throw new Error('no database server runs; it should');
    process.kill(pid, 'SIGKILL');
    await hasEnded(pid);
  }

  async #stopAndLook(program: string, answered: Answered): Promise<Evidence> {
    const ending = await this.#process?.end('SIGTERM');
    if (ending !== 0) throw new Error(`the network did not stop in order: ${ending}\n${this.#process?.errors ?? ''}`);
    if (this.#data.serverPid() !== null) throw new Error('the database server outlived the network that was stopped');
    this.#process = null;
    return gatherEvidence(this.#settings, program, answered);
  }
}

/** Lets a stretch of time pass, so that what comes next hits an arbitrary moment; nothing is expected of it. */
function passing(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
