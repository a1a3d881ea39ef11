import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { AdSpacePage } from '../../../../contract/wire/ad-spaces.ts';
import { type ApiProblem, apiGet } from '../../kit/api/api.ts';

const PATH = '/api/v1/ad-spaces';
/** As many as the API gives at once. */
const LIMIT = 500;

/** All ad spaces of the publisher, however many pages they take. */
export function useOwnAdSpaces(): UseQueryResult<AdSpacePage['ad_spaces'], ApiProblem> {
  return useQuery<AdSpacePage['ad_spaces'], ApiProblem>({
    queryKey: [PATH, 'all'],
    queryFn: async ({ signal }) => {
      const found: AdSpacePage['ad_spaces'] = [];
      for (let after: string | null = ''; after !== null; ) {
        const page: AdSpacePage = await apiGet<AdSpacePage>(PATH, { limit: LIMIT, after }, signal);
        found.push(...page.ad_spaces);
        after = page.next;
      }
      return found;
    },
  });
}
