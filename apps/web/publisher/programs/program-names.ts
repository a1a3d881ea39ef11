import type { ProgramPage } from '../../../../contract/wire/programs.ts';
import { useApi } from '../../kit/api/use-api.ts';

/** As many as the API gives at once. */
const LIMIT = 500;

/** The programs there are; none until they are loaded. */
export function usePrograms(): ProgramPage['programs'] {
  return useApi<ProgramPage>('/api/v1/programs', { limit: LIMIT }).data?.programs ?? [];
}

/** As many as are asked for at once. */
const CODES_MAX = 100;

/** Names of programs by their codes, of those that are shown; the code until they are loaded. */
export function useProgramNames(codes: readonly (string | null)[]): (code: string) => string {
  const asked = [...new Set(codes.filter((code) => code !== null))].sort().slice(0, CODES_MAX);
  const query = { codes: asked.join(','), limit: asked.length };
  const found = useApi<ProgramPage>('/api/v1/programs', query, { enabled: asked.length > 0 });
  return (code) => found.data?.programs.find((program) => program.code === code)?.name ?? code;
}
