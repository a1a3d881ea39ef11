import { type Config, describeProblems, readConfig, type StartMode } from '../../platform/config/index.ts';
import { UsageError } from './usage-error.ts';

/** The configuration of this process, from its environment. Throws `UsageError` with every problem and its remedy. */
export function configOf(mode: StartMode): Config {
  const result = readConfig(process.env, mode);
  if (!result.ok) throw new UsageError(describeProblems(result.problems));
  return result.config;
}
