import MarkdownIt, { type Token } from 'markdown-it';
import { Fragment, type ReactNode } from 'react';
import { localAddress, type Visit } from './frame/visit.ts';
import { typeset } from './typeset.ts';

/** HTML is text here; pictures would be requests to other hosts. */
const reader = new MarkdownIt('default', { html: false, linkify: false, typographer: false }).disable('image');

/** What may be followed: https, mail, and addresses of this host. Nothing that runs (T-10). */
const FOLLOWED = /^(https:\/\/|mailto:|\/(?![/\\])|#)/i;
reader.validateLink = (address) => FOLLOWED.test(address);

/** A line has no headings. */
const LINE_LEVEL = 4;

interface MarkdownProps {
  readonly text: string;
  readonly visit: Visit;
  /** Level of the text's highest headings, so that the headings of a page follow each other. */
  readonly level: 2 | 3 | 4;
}

/** Markdown as elements: the text never becomes HTML that is read again, so nothing in it can run (T-10, T-11). */
export function Markdown({ text, visit, level }: MarkdownProps) {
  return <>{nodes(reader.parse(text, {}), visit, level)}</>;
}

/** One line of Markdown, without a paragraph around it. */
export function MarkdownLine({ text, visit }: Pick<MarkdownProps, 'text' | 'visit'>) {
  return <>{nodes(reader.parseInline(text, {}), visit, LINE_LEVEL)}</>;
}

function nodes(tokens: readonly Token[], visit: Visit, level: number): ReactNode[] {
  const found: ReactNode[] = [];
  for (let index = 0; index < tokens.length; ) {
    const token = tokens[index];
    if (token === undefined) break;
    const end = token.nesting === 1 ? closing(tokens, index) : index;
    const inner = token.nesting === 1 ? tokens.slice(index + 1, end) : [];
    found.push(<Fragment key={index}>{node(token, inner, visit, level)}</Fragment>);
    index = end + 1;
  }
  return found;
}

/** Where what opens at `start` closes. */
function closing(tokens: readonly Token[], start: number): number {
  let depth = 0;
  for (let index = start; index < tokens.length; index += 1) {
    depth += tokens[index]?.nesting ?? 0;
    if (depth === 0) return index;
  }
  return tokens.length - 1;
}

const PLAIN = new Set([
  'p',
  'ul',
  'ol',
  'li',
  'blockquote',
  'strong',
  'em',
  's',
  'table',
  'thead',
  'tbody',
  'tr',
  'th',
  'td',
]);

function node(token: Token, inner: readonly Token[], visit: Visit, level: number): ReactNode {
  if (token.type === 'inline') return nodes(token.children ?? [], visit, level);
  if (token.type === 'link_open') return link(token, nodes(inner, visit, level), visit);
  if (token.nesting === 1) return element(token, nodes(inner, visit, level), level);
  switch (token.type) {
    case 'hardbreak':
      return <br />;
    case 'softbreak':
      return ' ';
    case 'hr':
      return <hr />;
    case 'code_inline':
      return <code>{token.content}</code>;
    case 'fence':
    case 'code_block':
      return (
        <pre>
          <code>{token.content}</code>
        </pre>
      );
    default:
      return typeset(token.content);
  }
}

function element(token: Token, children: ReactNode, level: number): ReactNode {
  if (token.type === 'heading_open') {
    // `#` and `##` begin at the page's own level, so that no level is left out.
    const Heading = `h${Math.min(6, level + Math.max(0, Number(token.tag.slice(1)) - 2))}` as 'h2' | 'h3' | 'h4';
    return <Heading>{children}</Heading>;
  }
  if (token.type === 'paragraph_open' && token.hidden) return children;
  if (!PLAIN.has(token.tag)) return children;
  const Tag = token.tag as 'p';
  return <Tag>{children}</Tag>;
}

function link(token: Token, children: ReactNode, visit: Visit): ReactNode {
  const address = localAddress(visit, String(token.attrGet('href') ?? ''));
  const isOurs = address.startsWith('/') || address.startsWith('#');
  return (
    <a href={address} {...(isOurs ? {} : { rel: 'nofollow noopener ugc' })}>
      {children}
    </a>
  );
}
