import { type CatalogueEntry, errorAreas } from '../../contract/errors/index.ts';

/** Headings of the areas in the document. */
const HEADINGS: Readonly<Record<keyof typeof errorAreas, string>> = {
  http: 'Any request',
  accounts: 'Who asks',
  partnerships: 'Programs, ad spaces, partnerships, links',
  coupons: 'Coupons',
  terms: 'Terms and rates',
  'program-pages': 'Pages of programs',
  clicks: 'Links followed and clicks',
  orders: 'Orders, events, files',
  products: 'Products and rates of sellers',
  commissions: 'Decisions',
  ledger: 'Ledger',
  payments: 'Express payments, transfers, payments of advertisers',
  conduct: 'Conduct rules, cases, sanctions',
  stats: 'Reports',
  notifications: 'Mails',
};

const INTRODUCTION = `# Errors

<!-- Made from contract/errors by tools/errors/renew.ts. Change the catalogue, not this file. -->

Every refusal of the API is an [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem, \`application/problem+json\`:

\`\`\`json
{
  "type": "urn:tributary:error:field_invalid",
  "title": "A field has a value that is not accepted",
  "status": 422,
  "detail": "lines[0].quantity: Too small: expected number to be >=1; got 0.",
  "code": "field_invalid",
  "field": "lines[0].quantity",
  "value": "0",
  "remedy": "Use a number of at least 1.",
  "expected": { "kind": "at_least", "value": "1" },
  "request_id": "0b6a3c52-6f0e-4a55-9a61-1f0d6f1a3f0e"
}
\`\`\`

\`title\` and \`remedy\` are in English, Russian or Spanish, as \`Accept-Language\` asks (\`Content-Language\` names it); English is the default, and
\`detail\` is always English. Read \`code\`; titles and details may be worded better some day. A code is never renamed and never used for something else. \`field\` is
named as you sent it, \`null\` where the request as a whole is meant. Where a schema finds several things, all stand in \`findings\`.
Some codes bring further members, named after their remedy; \`expected\` says what a field should have been, where that is one of the usual
things, and then the remedy says the same in words. Codes that ask to wait say in \`Retry-After\` how long. Quote \`request_id\` (also the header \`x-request-id\`) when you ask about an answer.

**Which code, where several could apply.** The checks run in this order and the first that fails answers: address and headers (400, 414, 404,
405) → token, scope, kind of organisation (401, 403) → type and size of the body (415, 413) → its syntax (400, 422) → its schema
(a missing or wrong field 422, an unknown field 400, a wrong parameter of the address 400) → the thing itself (404, also for what is not yours) → its
state (403, 409, 422).

\`POST /api/token/\` answers refusals as OAuth2 asks: \`{error, error_description, error_code, status_code}\` with the code in \`error\`;
\`401\` and \`403\` of other resources carry these members too. The reasons of commission decisions are no errors; they are explained with the terms.
`;

/** The document that explains every code of the catalogue. */
export function renderErrors(): string {
  const areas = Object.entries(errorAreas).map(([area, errors]) => {
    const entries: readonly (readonly [string, CatalogueEntry])[] = Object.entries(errors);
    const rows = entries.map(
      ([code, { status, title, remedy, members = [] }]) =>
        `| \`${code}\` | ${status} | ${title} | ${[remedy, ...members.map((name) => `\`${name}\``)].join(' ')} |`,
    );
    const heading = Object.entries(HEADINGS).find(([name]) => name === area)?.[1] ?? area;
    if (rows.length === 0) return '';
    return `\n## ${heading}\n\n| Code | Status | Meaning | What to do |\n|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `${INTRODUCTION}${areas.join('')}`;
}
