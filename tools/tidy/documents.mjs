import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { productFiles } from './tree.mjs';

/** Where the ids are explained that code and documents cite; a row of a table or a bold word explains an id. */
const EXPLAINING = [
  'docs/domain/requirements.md',
  'docs/domain/rulings.md',
  'docs/domain/bad-inputs.md',
  'docs/domain/aliexpress-ru-cis.terms.md',
];

/** Ids are cited in words, so a code of a store such as `S-17` in an example is none: requirements have three digits, readings two. */
const CITED = /(?<![\w-])(?:S-\d{3}|[CE]-\d{2}|[IRTG]-\d{1,2}|BAD-\d{1,3})(?![\w-])/g;

/** @param {string} root */
export function documentProblems(root) {
  const documents = [...readmes(root), ...markdownBelow(root, 'docs')];
  return [...deadLinks(root, documents), ...unexplainedIds(root, documents)];
}

/**
 * @param {string} root
 * @param {readonly string[]} documents
 */
function deadLinks(root, documents) {
  return documents.flatMap((path) => {
    const text = readFileSync(join(root, path), 'utf8').replace(/```[\s\S]*?```/g, '');
    const targets = [...text.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)].map(([, target = '']) => target);
    return (
      targets
        // An address that begins with / is one of the network's own pages, as help articles link them; their tests follow those.
        .filter((target) => !/^([a-z]+:|\/)/.test(target) && !existsSync(join(root, dirname(path), target)))
        .map((target) => `${path} links to ${target}, which is not there: correct the link, or write the page`)
    );
  });
}

/**
 * @param {string} root
 * @param {readonly string[]} documents
 */
function unexplainedIds(root, documents) {
  if (!EXPLAINING.every((path) => existsSync(join(root, path)))) {
    return [];
  }
  const explained = new Set(EXPLAINING.flatMap((path) => explainedIn(readFileSync(join(root, path), 'utf8'))));
  const citing = [...documents, ...productFiles(root).filter((path) => /\.(ts|mjs|cjs|sql|terms)$/.test(path))];
  return citing.flatMap((path) => {
    const cited = new Set(readFileSync(join(root, path), 'utf8').match(CITED));
    return [...cited]
      .filter((id) => !explained.has(id))
      .map((id) => `${path} cites ${id}, which no page explains: add it to ${EXPLAINING[0]}, or cite another`);
  });
}

/**
 * Ids in bold or in the first cell of a row; `BAD-4 … BAD-6` stands for all three.
 * @param {string} text
 */
function explainedIn(text) {
  const heads = text.split('\n').map((line) => /^(?:- \*\*(.+?)\*\*|\| *([^|]+?) *\|)/.exec(line));
  return heads.flatMap((head) => {
    const words = head?.[1] ?? head?.[2] ?? '';
    const [, prefix, first, last] = /^([A-Z]+-)(\d+) … [A-Z]+-(\d+)$/.exec(words) ?? [];
    if (prefix === undefined) {
      return words.match(CITED) ?? [];
    }
    return Array.from({ length: Number(last) - Number(first) + 1 }, (_, index) => `${prefix}${Number(first) + index}`);
  });
}

/** @param {string} root */
function readmes(root) {
  const nested = productFiles(root).filter((path) => path.endsWith('.md'));
  return existsSync(join(root, 'README.md')) ? ['README.md', ...nested] : nested;
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {string[]}
 */
function markdownBelow(root, folder) {
  if (!existsSync(join(root, folder))) {
    return [];
  }
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      return markdownBelow(root, path);
    }
    return path.endsWith('.md') ? [path] : [];
  });
}
