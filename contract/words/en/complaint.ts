import { words as conduct } from './conduct.ts';

/** Reporting somebody who broke a rule, as publishers and advertisers do. */
export const words = {
  open: 'Report a violation',
  title: 'Report a violation',
  titleOf: 'Report a violation: {{name}}',
  lead: 'Say who broke which rule. People of the network read it; nothing stops until they decide.',
  about: 'Ad space: {{name}}',
  adSpace: 'Ad space',
  adSpaceHint: 'Paste one of its links, or the ten characters of its code: the middle of each link.',
  noAdSpace: 'No ad space of this network has this link or code. Copy it again, all of it.',
  program: 'Program',
  rule: 'Rule',
  rules: conduct.rules,
  evidence: 'What happened',
  evidenceHint: 'What you saw, where and when. Addresses of pages help.',
  send: 'Send the report',
  sent: 'A case is open',
  sentMeans:
    'People of the network read your report and decide. The one concerned sees neither the report nor who sent it.',
};
