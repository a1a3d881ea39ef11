import type { CatalogueEntry } from '../catalogue/entries.ts';
import { ProgramList } from '../catalogue/results.tsx';
import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';

interface Props {
  readonly visit: Visit;
  readonly entries: readonly CatalogueEntry[];
}

const SHOWN = 6;

/** What the network is, its programs, and where the two kinds of people begin. */
export function HomePage({ visit, entries }: Props) {
  const words = visit.words.site.home;
  const shown = entries.slice(0, SHOWN);
  return (
    <Document visit={visit} title={words.title} description={words.lead}>
      <div className="home">
        <div className="hero">
          <h1>{words.title}</h1>
          <p className="lead">{words.lead}</p>
          <search itemScope={true} itemType="https://schema.org/WebSite">
            <link itemProp="url" href={`${visit.publicUrl}/${visit.language}`} />
            <meta itemProp="name" content={visit.network} />
            <form
              className="search"
              method="get"
              action={at(visit, '/programs')}
              data-search=""
              itemProp="potentialAction"
              itemScope={true}
              itemType="https://schema.org/SearchAction"
            >
              <meta itemProp="target" content={`${visit.publicUrl}/${visit.language}/programs?text={text}`} />
              <label className="field">
                <span className="unseen">{words.search}</span>
                <input
                  type="search"
                  name="text"
                  itemProp="query-input"
                  placeholder={words.searchHint}
                  aria-label={words.search}
                  maxLength={100}
                  autoComplete="off"
                />
              </label>
              <button type="submit">{words.searchButton}</button>
            </form>
          </search>
        </div>
        <section aria-labelledby="programs-title">
          <div className="title-row">
            <h2 id="programs-title">{words.programs}</h2>
            <a href={at(visit, '/programs')}>{words.allPrograms}</a>
          </div>
          <div id="results">
            <ProgramList visit={visit} entries={shown} />
          </div>
        </section>
        <section className="columns doors" aria-label={visit.network}>
          <Door
            title={words.forPublishers}
            text={words.forPublishersText}
            href={at(visit, '/help/getting-started-publisher')}
            label={words.startPublisher}
          />
          <Door
            title={words.forAdvertisers}
            text={words.forAdvertisersText}
            href={at(visit, '/help/getting-started-advertiser')}
            label={words.startAdvertiser}
          />
        </section>
      </div>
    </Document>
  );
}

function Door(props: { readonly title: string; readonly text: string; readonly href: string; readonly label: string }) {
  return (
    <div>
      <h2>{props.title}</h2>
      <p>{props.text}</p>
      <p>
        <a href={props.href}>{props.label}</a>
      </p>
    </div>
  );
}
