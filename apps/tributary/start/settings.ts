import {
  type Config,
  describeProblems,
  type MasterKey,
  MasterKeyUnusable,
  openMasterKey,
  readConfig,
  type StartMode,
} from '../../../platform/config/index.ts';
import { UsageError } from '../usage-error.ts';

/** The configuration of this process, from its environment. Throws `UsageError` with every problem and its remedy. */
export function configOf(mode: StartMode): Config {
  const result = readConfig(process.env, mode);
  if (!result.ok) throw new UsageError(describeProblems(result.problems));
  return result.config;
}

/** The master key of the configuration. Throws `UsageError` with the remedy when its file is missing or damaged. */
export function masterKeyOf(config: Config): MasterKey {
  try {
    return openMasterKey(config);
  } catch (error) {
    throw error instanceof MasterKeyUnusable ? new UsageError(error.message) : error;
  }
}
