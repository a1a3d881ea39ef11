import type { ProgramPage } from '../../../../contract/wire/programs.ts';
import { useApi } from '../../kit/api/use-api.ts';

/** As many as the API gives at once. */
const LIMIT = 500;

/** Names of programs by their codes; the code until they are loaded. */
export function useProgramNames(): (code: string) => string {
  const found = useApi<ProgramPage>('/api/v1/programs', { limit: LIMIT });
  return (code) => found.data?.programs.find((program) => program.code === code)?.name ?? code;
}
