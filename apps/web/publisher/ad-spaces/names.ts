import type { TFunction } from 'i18next';
import type { AdSpaceAnswer, AdSpaceStatus } from '../../../../contract/wire/ad-spaces.ts';
import type { PartnershipStatus } from '../../../../contract/wire/applications.ts';
import type { Tone } from '../../kit/values/status-badge.tsx';
import { unicodeHost } from './unicode-host.ts';

type T = TFunction<['publisher', 'frame']>;

/** A kind of ad space or traffic in the reader's words; one that is not known stays as it is. */
export function kindName(t: T, kind: string): string {
  return t(`kinds.${kind}` as 'kinds.other', { defaultValue: kind });
}

export function ruleName(t: T, rule: string): string {
  return t(`adSpaces.rules.${rule}` as 'adSpaces.rules.pop', { defaultValue: rule });
}

/** Why somebody looks closer at an ad space. */
export function heldText(t: T, { rule, field, word }: AdSpaceAnswer['held_for'][number]): string {
  if (rule === 'false_association') return t(field === 'name' ? 'adSpaces.heldName' : 'adSpaces.heldDomain', { word });
  const key = field === 'name' ? 'adSpaces.heldPhraseName' : 'adSpaces.heldPhraseDescription';
  return t(key, { word, rule: ruleName(t, rule) });
}

export const spaceTones: Readonly<Record<AdSpaceStatus, Tone>> = {
  new: 'attention',
  pending: 'waiting',
  active: 'good',
  rejected: 'bad',
  blocked: 'bad',
  archived: 'neutral',
};

export const partnershipTones: Readonly<Record<PartnershipStatus, Tone>> = {
  pending: 'waiting',
  joined: 'good',
  declined: 'bad',
  blocked: 'bad',
  disconnected: 'neutral',
};

/** An address as people read it. */
export function shortAddress(url: string | null): string {
  if (url === null) return '—';
  const [host = '', ...path] = url
    .replace(/^https?:\/\/(www\.)?/, '')
    .replace(/\/$/, '')
    .split('/');
  return [unicodeHost(host), ...path].join('/');
}
