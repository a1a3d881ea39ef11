import { Document } from '../frame/document.tsx';
import { at, type Visit } from '../frame/visit.ts';
import { Markdown } from '../markdown.tsx';
import { type Article, type ArticleName, article, articleGroups } from './articles.ts';

/** All articles, by whom they are for (S-019). */
export function HelpPage({ visit }: { readonly visit: Visit }) {
  const words = visit.words.site.help;
  return (
    <Document visit={visit} title={words.title} description={words.lead}>
      <div className="help">
        <h1>{words.title}</h1>
        <p className="lead">{words.lead}</p>
        <div className="columns">
          {groups.map((group) => (
            <section key={group} aria-labelledby={group}>
              <h2 id={group}>{words[group]}</h2>
              <Titles visit={visit} names={articleGroups[group]} here={null} />
            </section>
          ))}
        </div>
      </div>
    </Document>
  );
}

const groups = ['for_publishers', 'for_advertisers', 'for_operators', 'for_all'] as const;

export function ArticlePage({ visit, shown }: { readonly visit: Visit; readonly shown: Article }) {
  const words = visit.words.site.help;
  const [first = ''] = shown.text.split('\n\n');
  return (
    <Document visit={visit} title={shown.title} description={first}>
      <div className="with-contents">
        <nav className="contents" aria-label={words.contents}>
          {groups.map((group) => (
            <div key={group}>
              <p className="group">{words[group]}</p>
              <Titles visit={visit} names={articleGroups[group]} here={shown.name} />
            </div>
          ))}
        </nav>
        <article className="article prose">
          <h1>{shown.title}</h1>
          <Markdown text={shown.text} visit={visit} level={2} />
        </article>
      </div>
    </Document>
  );
}

interface TitlesProps {
  readonly visit: Visit;
  readonly names: readonly ArticleName[];
  readonly here: ArticleName | null;
}

function Titles({ visit, names, here }: TitlesProps) {
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>
          <a href={at(visit, `/help/${name}`)} {...(name === here ? { 'aria-current': 'page' as const } : {})}>
            {article(name, visit.language).title}
          </a>
        </li>
      ))}
    </ul>
  );
}
