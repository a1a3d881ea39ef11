import { filled } from '../words.ts';
import { Document } from './document.tsx';
import { at, type Visit } from './visit.ts';

/** Nothing of the asked address is repeated (T-11). */
export function NotFoundPage({ visit }: { readonly visit: Visit }) {
  const words = visit.words.site.errors;
  return (
    <Document visit={visit} title={words.notFound} description={words.notFound} isPassing={true}>
      <div className="article">
        <h1>{words.notFound}</h1>
        <p>{words.notFoundHint}</p>
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
