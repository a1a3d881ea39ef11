import type { ProgramPage } from '../../../../contract/wire/programs.ts';
import { useApi } from '../../kit/api/use-api.ts';

/** As many as the API gives at once. */
const LIMIT = 500;

/** The programs there are; none until they are loaded. */
export function usePrograms(): ProgramPage['programs'] {
  return useApi<ProgramPage>('/api/v1/programs', { limit: LIMIT }).data?.programs ?? [];
}

/** Names of programs by their codes; the code until they are loaded. */
export function useProgramNames(): (code: string) => string {
  const programs = usePrograms();
  return (code) => programs.find((program) => program.code === code)?.name ?? code;
}
