import type { Tone } from '../../kit/values/status-badge.tsx';

/** How states of organisations, ad spaces, programs, cases and sanctions look; the word says the same. */
const TONES: Readonly<Record<string, Tone>> = {
  active: 'good',
  joined: 'good',
  sent: 'good',
  transferred: 'good',
  allowed: 'good',
  lifted: 'good',
  pending: 'waiting',
  open: 'waiting',
  waiting: 'waiting',
  granted: 'waiting',
  kept: 'waiting',
  unconfirmed: 'neutral',
  new: 'neutral',
  draft: 'neutral',
  archived: 'neutral',
  taken_back: 'neutral',
  disconnected: 'neutral',
  dismissed: 'neutral',
  by_agreement: 'attention',
  restricted: 'attention',
  stopped: 'attention',
  warning: 'attention',
  appealed: 'attention',
  in_force: 'bad',
  suspended: 'bad',
  sanctioned: 'bad',
  rejected: 'bad',
  declined: 'bad',
  blocked: 'bad',
  failed: 'bad',
  prohibited: 'bad',
  block: 'bad',
  block_and_void: 'bad',
  expelled: 'bad',
};

export function toneOf(state: string): Tone {
  return TONES[state] ?? 'neutral';
}
