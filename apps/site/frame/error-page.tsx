import { filled } from '../words.ts';
import { Document } from './document.tsx';
import { at, type Visit } from './visit.ts';

interface Props {
  readonly visit: Visit;
}

export function NotFoundPage({ visit }: Props) {
  const { notFound, notFoundHint } = visit.words.site.errors;
  return <NothingHere visit={visit} title={notFound} hint={notFoundHint} />;
}

/** A program that is over. */
export function GonePage({ visit }: Props) {
  const { gone, goneHint } = visit.words.site.errors;
  return <NothingHere visit={visit} title={gone} hint={goneHint} />;
}

/** Nothing of the asked address is repeated (T-11). */
function NothingHere({ visit, title, hint }: Props & { readonly title: string; readonly hint: string }) {
  const words = visit.words.site.errors;
  return (
    <Document visit={visit} title={title} description={title} isPassing={true}>
      <div className="article">
        <h1>{title}</h1>
        <p>{hint}</p>
        <p>
          <a href={at(visit, '/programs')}>{words.toPrograms}</a>
        </p>
      </div>
    </Document>
  );
}

export function FailedPage({ visit, requestId }: { readonly visit: Visit; readonly requestId: string }) {
  const words = visit.words.site.errors;
  return (
    <Document visit={visit} title={words.failed} description={words.failed} isPassing={true}>
      <div className="article">
        <h1>{words.failed}</h1>
        <p>{filled(words.failedHint, { request: requestId })}</p>
      </div>
    </Document>
  );
}
