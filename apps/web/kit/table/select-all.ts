import type { MouseEvent } from 'react';

/** For fields that are searched by typing: what stands there is replaced by the first letter, not added to. */
export function selectAll({ currentTarget }: MouseEvent<HTMLInputElement>): void {
  currentTarget.select();
}
