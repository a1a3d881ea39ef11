import { openDatabase } from '../../apps/tributary/environment.ts';
import { establish } from '../../apps/tributary/example/establish.ts';
import { rc } from '../../apps/tributary/example/people.ts';
import { composeNetwork } from '../../apps/tributary/network.ts';
import { systemClock } from '../../platform/clock/index.ts';
import { type Config, describeProblems, openMasterKey, readConfig } from '../../platform/config/index.ts';
import type { Environment } from '../processes/tributary-process.ts';

/** What visitors and an advertiser need to know of a network. */
export interface SmallNetwork {
  readonly program: string;
  readonly clickParameter: string;
  /** Path of a publisher's standard link. */
  readonly linkPath: string;
  /** API application of the program's advertiser. */
  readonly clientId: string;
  readonly clientSecret: string;
  readonly productIds: readonly [string, ...string[]];
}

const DAY_MS = 86_400_000;

export function configOf(settings: Environment): Config {
  const read = readConfig(settings, 'serve');
  if (!read.ok) throw new Error(describeProblems(read.problems));
  return read.config;
}

/** Makes people, programs, products and links through the modules, with no traffic, and leaves the database to the next process. */
export async function makeSmallNetwork(settings: Environment): Promise<SmallNetwork> {
  const config = configOf(settings);
  const opened = await openDatabase(config);
  try {
    const network = composeNetwork({ db: opened.db, clock: systemClock, master: openMasterKey(config) });
    const { credentials, linkCode, programs } = await establish(network, systemClock.now() - DAY_MS);
    const email = credentials.programs.find(({ code }) => code === rc)?.advertiser_email;
    const application = credentials.api_applications.find(({ owner_email }) => owner_email === email);
    const clickParameter = programs.get(rc)?.clickParameter;
    const [first, ...others] = credentials.products
      .filter(({ program }) => program === rc)
      .map(({ product_id }) => product_id);
    if (application === undefined || clickParameter === undefined || first === undefined) {
      throw new Error(`the example people have no program ${rc} with an advertiser and products`);
    }
    return {
      program: rc,
      clickParameter,
      linkPath: `/g/${linkCode('notes', rc)}/`,
      clientId: application.client_id,
      clientSecret: application.client_secret,
      productIds: [first, ...others],
    };
  } finally {
    await opened.close();
  }
}
