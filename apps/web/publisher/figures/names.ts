import type { TFunction } from 'i18next';
import type { AdSpacePage } from '../../../../contract/wire/ad-spaces.ts';
import { useOwnAdSpaces } from '../ad-spaces/own-ad-spaces.ts';
import { useOwnApplications } from '../programs/own-applications.ts';

export interface KnownProgram {
  readonly code: string;
  readonly name: string;
  readonly time_zone: string;
  readonly joins_also: readonly string[];
}

export interface Names {
  readonly programs: readonly KnownProgram[];
  readonly adSpaces: AdSpacePage['ad_spaces'];
  program(code: string): string;
  adSpace(id: string | null): string;
}

/** Names of what numbers are about, of the publisher's own programs and ad spaces; the code or id until they are loaded. */
export function useNames(): Names {
  const applications = useOwnApplications();
  const adSpaces = useOwnAdSpaces();
  const known = [...new Map((applications.data ?? []).map(({ program }) => [program.code, program])).values()];
  const own = adSpaces.data ?? [];
  return {
    programs: known,
    adSpaces: own,
    program: (code) => known.find((program) => program.code === code)?.name ?? code,
    adSpace: (id) => own.find((space) => space.id === id)?.name ?? id ?? '—',
  };
}

/** A code of a closed list in the reader's words; one that is not known stays as it is. */
export function named(
  t: TFunction<'publisher'>,
  list: 'status' | 'reason' | 'entry' | 'account' | 'device' | 'event' | 'confirmation',
  code: string,
): string {
  return t(`names.${list}.${code}` as 'names.status.approved', { defaultValue: code });
}
