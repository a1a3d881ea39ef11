import { isOffered, listPrograms } from '../../../modules/programs/index.ts';
import { textIn } from '../catalogue/search.ts';
import type { SiteDeps } from '../deps.ts';
import type { Visit } from '../frame/visit.ts';
import type { SchemeProps } from './page.tsx';

const ANONYMIZER = ['no', 'yes', 'unknown'] as const;

/** What the address asks, completed by the first program that is asked about most: one whose pair depends on countries. */
export async function schemeProps(deps: SiteDeps, visit: Visit, query: unknown): Promise<SchemeProps | null> {
  const programs = await deps.db.transaction({ role: 'system' }, async (tx) =>
    (await listPrograms(tx)).filter(isOffered),
  );
  const asked = textIn(query, 'program');
  const program =
    programs.find(({ code }) => code === asked) ??
    programs.find(({ geoRouting }) => geoRouting.pair !== null) ??
    programs[0];
  if (program === undefined) return null;
  const usual = program.countries.at(program.countries.indexOf('RU')) ?? 'DE';
  const question = {
    program: program.code,
    clickCountry: countryIn(query, 'click') ?? usual,
    deliveryCountry: countryIn(query, 'delivery') ?? usual,
    anonymizer: ANONYMIZER.find((each) => each === textIn(query, 'vpn')) ?? 'no',
  };
  const pair = programs.find(({ code }) => code === program.geoRouting.pair);
  const [siblingVerdict] = (pair === undefined ? null : await deps.verdicts({ ...question, program: pair.code })) ?? [];
  return {
    visit,
    programs,
    program,
    question,
    verdicts: await deps.verdicts(question),
    sibling: pair === undefined || siblingVerdict === undefined ? null : { program: pair, verdict: siblingVerdict },
  };
}

function countryIn(query: unknown, name: string): string | null {
  const code = textIn(query, name).toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
