import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogueReader } from '../../apps/site/catalogue/entries.ts';
import { keptFigures } from '../../apps/tributary/wiring/figures.ts';
import type { Database } from '../../platform/db/index.ts';
import { openPageNetwork, type PageNetwork, rc } from './page-network.ts';

const MANY = 5_000;

let n: PageNetwork;
beforeAll(async () => {
  n = await openPageNetwork();
});
afterAll(() => n.close());

/** A network as it may become: programs like the example's bank, each with texts and a table of traffic. */
async function addPrograms(count: number): Promise<void> {
  await n.network.db.transaction({ role: 'system' }, async (tx) => {
    await tx.query(
      `insert into programs.program
       select (jsonb_populate_record(p, jsonb_build_object('program', 'many-' || i, 'name', 'Many ' || lpad(i::text, 5, '0'),
                 'campaign_code', lpad(to_hex(i), 10, '0'), 'countries', case when i % 10 = 0 then '{KZ}' else '{DE}' end,
                 'changed_in', p.changed_in))).*
         from programs.program p, generate_series(1, $1::int) as i where p.program = 'leads-bank'`,
      [count],
    );
    await tx.query(
      `insert into program_pages.edition (program, advertiser_org, kind, locale, number, content, says_number, published_at, published_by, effective_from)
       select 'many-' || i, advertiser_org, kind, locale, number, content, says_number, published_at, published_by, e.effective_from
         from program_pages.edition e, generate_series(1, $1::int) as i where e.program = 'leads-bank' and e.kind = 'description'`,
      [count],
    );
    await tx.query(
      `insert into programs.traffic_type (program, ordinal, key, parent, label_key, status)
       select 'many-' || i, ordinal, key, parent, label_key, status
         from programs.traffic_type t, generate_series(1, $1::int) as i where t.program = 'aliexpress-ru-cis-new'`,
      [count],
    );
  });
}

/** The same database, counting what it is asked. */
function counted(db: Database): { readonly db: Database; asked(): number } {
  let asked = 0;
  const counting: Database = {
    ...db,
    transaction: (actor, work) =>
      db.transaction(actor, (tx) =>
        work({
          ...tx,
          query: (text, values) => {
            asked += 1;
            return tx.query(text, values);
          },
        }),
      ),
  };
  return { db: counting, asked: () => asked };
}

async function questionsOfCatalogue(): Promise<{ readonly programs: number; readonly asked: number }> {
  const { db, asked } = counted(n.network.db);
  const figuresOf = keptFigures(db, n.clock);
  const entries = await catalogueReader({ db, clock: n.clock, figuresOf })();
  return { programs: entries.length, asked: asked() };
}

test('five thousand programs are asked of the database in as many questions as five, and shown page by page', async () => {
  const few = await questionsOfCatalogue();
  await addPrograms(MANY);
  n.clock.set(n.clock.now() + 120_000);
  const many = await questionsOfCatalogue();
  expect(many).toEqual({ programs: few.programs + MANY, asked: few.asked });

  const first = await n.page('/en/programs');
  expect(first).toContain('5,005 programs');
  expect([...first.matchAll(/class="program-item"/g)]).toHaveLength(24);
  expect(first).toContain('page=2');
  const kazakh = await n.page('/en/programs?country=KZ&text=many');
  expect(kazakh).toContain('500 programs');
});

test('the catalogue of the cabinets cuts its page from as many, and finds by settings (S-023)', async () => {
  const answer = async (query: string) => (await n.server.inject({ url: `/api/v1/programs?${query}` })).json();
  const page = await answer('q=many&country=KZ&limit=50&sort=name');
  expect(page).toMatchObject({ total: 500 });
  expect(page.programs).toHaveLength(50);
  const next = await answer(`q=many&country=KZ&limit=50&sort=name&after=${page.next}`);
  expect(next.programs[0].name > page.programs[49].name).toBe(true);
  expect(await answer('q=50%25')).toMatchObject({ total: 0 });
  for (const hostile of ['q=a%00b', 'traffic_kind=a%00b', 'q=%5C', 'after=%00'])
    expect([200, 400]).toContain((await n.server.inject({ url: `/api/v1/programs?${hostile}` })).statusCode);
  expect(
    (await answer('q=ali%20ru-cis&traffic_kind=mobile')).programs.map(({ code }: { code: string }) => code),
  ).toEqual([rc]);
});

test('a page of a program and the scheme choose among all without listing them', async () => {
  const scheme = await n.page(`/en/scheme?program=many-4999`);
  const options = /<select name="program">([\s\S]*?)<\/select>/.exec(scheme)?.[1] ?? '';
  expect(options.match(/<option/g)).toHaveLength(101);
  expect(options).toContain('<option value="many-4999" selected="">Many 04999</option>');
  const page = await n.page('/en/programs/many-10');
  const similar = /<section id="similar"[\s\S]*?<\/section>/.exec(page)?.[0] ?? '';
  expect(similar.match(/<li>/g)).toHaveLength(6);
  expect(similar).not.toContain('/programs/many-10"');
});
