export {
  type Config,
  type ConfigResult,
  describeProblems,
  publicUrlOf,
  ROLES,
  type Role,
  readConfig,
  type StartMode,
} from './config.ts';
export { makeDataDirectory } from './data-directory.ts';
export { deriveKey, type MasterKey, MasterKeyUnusable, openMasterKey } from './master-key.ts';
export { type ConfigProblem, type Environment, withoutPassword } from './values.ts';
