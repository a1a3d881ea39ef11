import { likenesses } from './hosts.ts';
import { misleadingIn } from './misleading-phrases.ts';
import type { AdSpace, Finding } from './model.ts';

/** Why the network looks closer at an ad space: brands that its name or host resembles (S-104), misleading phrases in its texts (S-097). */
export function findings({ name, url, description }: Pick<AdSpace, 'name' | 'url' | 'description'>): Finding[] {
  return [...likenesses(name, url), ...phrases('name', name), ...phrases('description', description)];
}

function phrases(field: 'name' | 'description', text: string): Finding[] {
  return misleadingIn(text).map((word) => ({ rule: 'misleading', field, word }));
}

/** Whether something is found that nobody has looked at yet. */
export function findsMore(before: readonly Finding[], after: readonly Finding[]): boolean {
  return after.some(
    ({ rule, field, word }) =>
      !before.some((known) => known.rule === rule && known.field === field && known.word === word),
  );
}

/** The brands or the phrases for which an ad space is held, each once. */
export function heldWords(adSpace: Pick<AdSpace, 'heldFor'> | undefined, rule: Finding['rule']): readonly string[] {
  const found = (adSpace?.heldFor ?? []).filter((finding) => finding.rule === rule);
  return [...new Set(found.map(({ word }) => word))];
}
