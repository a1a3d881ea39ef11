import type { EntryFiles } from '../../../platform/http/built-files.ts';
import type { PageLanguage } from '../../../platform/http/index.ts';
import { type Formats, formatsOf } from '../formats.ts';
import { type Words, wordsOf } from '../words.ts';

/** What every page knows of its request, and of the network it belongs to. */
export interface Visit {
  readonly language: PageLanguage;
  /** `/es` where the address fixes the language; empty where the browser chose it. */
  readonly prefix: '' | `/${PageLanguage}`;
  /** Without prefix and query, such as `/programs/shop`. */
  readonly path: string;
  /** The query of the address as it may stand behind `?`; empty without one. Keeps filters when the language is switched. */
  readonly query: string;
  readonly words: Words;
  readonly formats: Formats;
  readonly network: string;
  /** Without a trailing slash. */
  readonly publicUrl: string;
  readonly files: EntryFiles;
  /** With drafts, for those who write the page: it is nobody else's, and what is not published has no address. */
  readonly isPreview: boolean;
  /** This page in a language. */
  readonly addressIn: (language: PageLanguage) => string;
}

export function visitOf(
  asked: Pick<Visit, 'language' | 'prefix' | 'path' | 'query' | 'network' | 'publicUrl' | 'files'>,
): Visit {
  const path = asked.path === '/' ? '' : asked.path;
  const query = asked.query === '' ? '' : `?${asked.query}`;
  return {
    ...asked,
    words: wordsOf(asked.language),
    formats: formatsOf(asked.language),
    isPreview: false,
    addressIn: (language) => `/${language}${path}${query}`,
  };
}

/** An address of these pages in the language that the visitor's own address fixes. */
export function at(visit: Visit, path: string): string {
  if (visit.prefix === '') return path;
  return path === '/' ? visit.prefix : `${visit.prefix}${path}`;
}

/** Addresses in texts that programs write: only those of these pages follow the visitor's language. */
export function localAddress(visit: Visit, address: string): string {
  const isPage = /^\/(programs|help|scheme)(?=$|[/?#])/.test(address) && !address.endsWith('.txt');
  return isPage ? at(visit, address) : address;
}
