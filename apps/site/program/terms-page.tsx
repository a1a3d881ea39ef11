import type { Program } from '../../../modules/programs/index.ts';
import { isOffered, programByCode } from '../../../modules/programs/index.ts';
import { currentPublication } from '../../../modules/terms/index.ts';
import type { SiteDeps } from '../deps.ts';
import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';
import { filled } from '../words.ts';

export interface TermsFacts {
  readonly program: Pick<Program, 'code' | 'name' | 'timeZone'>;
  readonly number: number;
  readonly publishedAt: number;
  readonly text: string;
}

/** `null` where nobody is offered such a program, or it has published none. */
export async function termsFacts({ db }: SiteDeps, code: string): Promise<TermsFacts | null> {
  return db.transaction({ role: 'system' }, async (tx) => {
    const program = await programByCode(tx, code);
    if (program === null || !isOffered(program)) return null;
    const found = await currentPublication(tx, code);
    return found === null ? null : { program, number: found.number, publishedAt: found.publishedAt, text: found.text };
  });
}

/** The terms to be read by people: the very text that decides. */
export function TermsPage({ visit, facts }: { readonly visit: Visit; readonly facts: TermsFacts }) {
  const words = visit.words.site.terms;
  const { program, number, publishedAt, text } = facts;
  const title = filled(words.title, { program: program.name });
  const date = visit.formats.day(publishedAt, program.timeZone);
  return (
    <Document visit={visit} title={title} description={filled(words.summary, { program: program.name })}>
      <article>
        <p className="back">
          <a href={at(visit, `/programs/${program.code}#rates`)}>{words.back}</a>
        </p>
        <h1>{title}</h1>
        <p className="lead">
          {words.lead} <a href={at(visit, '/help/terms-language')}>{words.help}</a>
        </p>
        <p className="hint figure">{filled(words.published, { number: String(number), date })}</p>
        <pre className="terms" lang="en">
          <code>{text}</code>
        </pre>
        <p>
          <a href={`/api/v1/programs/${program.code}/terms`}>{words.data}</a>
        </p>
      </article>
    </Document>
  );
}
