import { isOffered, offeredByName, programByCode, programsByCodes } from '../../../modules/programs/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { textIn } from '../catalogue/search.ts';
import type { SiteDeps } from '../deps.ts';
import type { Visit } from '../frame/visit.ts';
import type { SchemeProps } from './page.tsx';

const ANONYMIZER = ['no', 'yes', 'unknown'] as const;

/** What the address asks, completed by the first program that is asked about most: one whose pair depends on countries. */
export async function schemeProps(deps: SiteDeps, visit: Visit, query: unknown): Promise<SchemeProps | null> {
  const asked = textIn(query, 'program').replace(/[^a-z0-9-]/g, '');
  const { programs, program, pair } = await deps.db.transaction({ role: 'system' }, (tx) => choiceOf(tx, asked));
  if (program === null) return null;
  const usual = program.countries.at(program.countries.indexOf('RU')) ?? 'DE';
  const question = {
    program: program.code,
    clickCountry: countryIn(query, 'click') ?? usual,
    deliveryCountry: countryIn(query, 'delivery') ?? usual,
    anonymizer: ANONYMIZER.find((each) => each === textIn(query, 'vpn')) ?? 'no',
  };
  const [siblingVerdict] = (pair === null ? null : await deps.verdicts({ ...question, program: pair.code })) ?? [];
  return {
    visit,
    programs,
    program,
    question,
    verdicts: await deps.verdicts(question),
    sibling: pair === null || siblingVerdict === undefined ? null : { program: pair, verdict: siblingVerdict },
  };
}

/** A list to choose from holds so many; any other program is asked about from its own page. */
const CHOICE_MAX = 100;

async function choiceOf(tx: Tx, asked: string) {
  const listed = await offeredByName(tx, CHOICE_MAX);
  const known = await programsByCodes(tx, [asked, ...listed.slice(0, 1).map(({ code }) => code)]);
  const named = known.get(asked);
  const program = (named !== undefined && isOffered(named) ? named : known.get(listed[0]?.code ?? '')) ?? null;
  const pairCode = program?.geoRouting.pair ?? null;
  const pair = (pairCode === null ? null : await programByCode(tx, pairCode)) ?? null;
  const programs =
    listed.some(({ code }) => code === program?.code) || program === null ? listed : [program, ...listed];
  return { programs, program, pair: pair !== null && isOffered(pair) ? pair : null };
}

function countryIn(query: unknown, name: string): string | null {
  const code = textIn(query, name).toUpperCase();
  return /^[A-Z]{2}$/.test(code) ? code : null;
}
