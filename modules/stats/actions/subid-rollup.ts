import { FOLDED, subidNames } from '../clicks/subid-store.ts';

const ofDay = ['day', 'program', 'traffic_type'];
const states = ['status', 'currency', 'order_currency', 'advertiser_org'];
const numbers = [
  ...['actions', 'new_customers', 'pending_minor', 'approved_minor', 'declined_minor', 'deducted_minor', 'order_minor'],
];

/** What every row of actions by SubID tells beside day, program, traffic type and SubIDs. */
export const subidSums = [...states, ...numbers].join(', ');

const key = [...ofDay, 'subid_digest', ...subidNames, ...states];
/** How `action_program_subid` is added to. */
export const namedSums = {
  columns: [...key, ...numbers].join(', '),
  sums: [...key, ...numbers.map((name) => `sum(${name})`)].join(', '),
  key: key.join(', '),
};

/** Five SubIDs can be longer than an index entry may be: eight bytes that stand for them in a key. */
export const subidDigest = `hashtextextended(concat_ws(E'\\x1f', ${subidNames.join(', ')}), 0)`;

/**
 * Of rows of actions those whose SubIDs have a name in `click_program_subid`, and each once more with the opposite sign as "…": beside the sums of all
 * actions the others remain there, as with clicks.
 */
export function ofNamedSubids(rows: string): string {
  const same = [...ofDay, ...subidNames].map((name) => `named.${name} = one.${name}`).join(' and ');
  const cells = [
    ...ofDay.map((name) => `one.${name}`),
    'case when sign = 1 then named.subid_digest else 0 end as subid_digest',
    ...subidNames.map((name) => `case when sign = 1 then one.${name} else '${FOLDED}' end as ${name}`),
    ...states.map((name) => `one.${name}`),
    ...numbers.map((name) => `sign * one.${name} as ${name}`),
  ];
  return `(select ${cells.join(', ')} from ${rows} as one
    join stats.click_program_subid as named on ${same} and named.subid_digest <> 0
    cross join (values (1), (-1)) as sides (sign))`;
}
