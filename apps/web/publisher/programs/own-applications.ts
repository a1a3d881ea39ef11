import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { ApplicationAnswer, ApplicationsPage, PartnershipStatus } from '../../../../contract/wire/applications.ts';
import { type ApiProblem, apiGet } from '../../kit/api/api.ts';

const PATH = '/api/v1/applications';
/** As many as the API gives at once. */
const LIMIT = 200;

/** All applications of the publisher that fit, however many pages they take. */
export function useOwnApplications(
  filter: { readonly program?: string; readonly status?: PartnershipStatus } = {},
): UseQueryResult<readonly ApplicationAnswer[], ApiProblem> {
  return useQuery<readonly ApplicationAnswer[], ApiProblem>({
    queryKey: [PATH, 'all', filter],
    queryFn: async ({ signal }) => {
      const page = (offset: number) => apiGet<ApplicationsPage>(PATH, { ...filter, limit: LIMIT, offset }, signal);
      const first = await page(0);
      const pages = Math.max(1, Math.ceil(first.total / LIMIT));
      const others = await Promise.all(Array.from({ length: pages - 1 }, (_, index) => page((index + 1) * LIMIT)));
      return [first, ...others].flatMap(({ applications }) => applications);
    },
  });
}
