import { type AdSpace, heldWords, misleadingIn } from '../ad-spaces/index.ts';
import type { Partnership } from './model.ts';

/** Misleading phrases that whoever decides about an application reads: in its own text and in those of its ad space (S-097). */
export function misleadingOf(
  adSpace: Pick<AdSpace, 'heldFor'> | undefined,
  { justification }: Pick<Partnership, 'justification'>,
): string[] {
  return [...new Set([...misleadingIn(justification), ...heldWords(adSpace, 'misleading')])];
}
