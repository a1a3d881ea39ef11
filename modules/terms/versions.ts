import type { z } from 'zod';
import type { versionList } from '../../contract/wire/terms.ts';
import { type DiffLocale, diffVersions, versionAt } from '../../core/terms/index.ts';
import { formatInstant, type Instant } from '../../core/time/index.ts';
import type { Tx } from '../../platform/db/index.ts';
import { tellIn } from '../programs/index.ts';
import { shownInstant } from './answers.ts';
import { termsOf } from './service.ts';
import * as store from './store.ts';

/** Publications that a list shows, the latest ones. */
const PUBLICATIONS_MAX = 100;
/** Of one version against the one before it. */
const SENTENCES_MAX = 100;

/** The versions of the current terms, newest first, with what each changed and when it was announced (S-036); empty without terms. */
export async function versionsTold(
  tx: Tx,
  program: string,
  asked: { readonly at: Instant; readonly language: DiffLocale },
): Promise<z.input<typeof versionList>> {
  const terms = await termsOf(tx, program);
  if (terms === null) return { versions: [], publications: [] };
  const now = versionAt(terms, asked.at)?.id ?? null;
  const announced = await store.announcements(tx, program);
  const versions = terms.versions.map((version, index) => {
    const before = terms.versions[index - 1];
    const { id, from, until } = version;
    const isOver = until !== null && until <= asked.at;
    const changes =
      before === undefined
        ? []
        : diffVersions({ terms, version: before }, { terms, version }, asked.language, tellIn(asked.language));
    return {
      id,
      from: shownInstant(from),
      until: shownInstant(until),
      state: id === now ? ('current' as const) : isOver ? ('past' as const) : ('future' as const),
      announced_at: formatInstant(announced.get(`${id} ${from}`) ?? asked.at),
      changes: changes.slice(0, SENTENCES_MAX),
    };
  });
  const publications = await store.publicationsOf(tx, program, PUBLICATIONS_MAX);
  return {
    versions: versions.reverse(),
    publications: publications.map(({ number, publishedAt, versions: count }) => ({
      publication: number,
      published_at: formatInstant(publishedAt),
      versions: count,
    })),
  };
}
