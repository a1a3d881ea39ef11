import { books } from './operator-books.ts';
import { clicks } from './operator-clicks.ts';
import { conduct } from './operator-conduct.ts';
import { watch } from './operator-health.ts';
import { moderation } from './operator-moderation.ts';
import { money } from './operator-money.ts';
import { promises } from './operator-promises.ts';

/** The cabinet of whoever runs the network. */
export const words = {
  overview: {
    title: 'Overview',
    lead: 'What waits for somebody of the network, and how the network is.',
    waiting: 'Waiting for you',
    nothing: 'Nothing waits. New registrations, ad spaces, programs and applications appear here.',
    oldest: 'the first {{ago}}',
    none: 'nothing waits',
    open: 'Look at them',
    alarms: 'Alarms',
    noAlarms: 'All is well: no alarm at present.',
    toHealth: 'System health',
    recruiting: { title: 'Programs that take no new partners', since: 'Since' },
    queues: {
      organisations: 'Organisations',
      ad_spaces: 'Ad spaces',
      programs: 'Programs',
      applications: 'Applications',
      cases: 'Open cases',
      appeals: 'Objections to sanctions',
    },
  },
  common: {
    all: 'All',
    any: 'Any',
    none: 'None',
    program: 'Program',
    noProgram: 'No such program',
    publisher: 'Publisher',
    adSpace: 'Ad space',
    status: 'Status',
    kind: 'Kind',
    reason: 'Reason',
    when: 'When',
    since: 'Since {{when}}',
    by: 'By',
    toStart: 'To the first page',
    more: 'Next page',
    reasonHint: 'The one concerned reads it.',
    reasonMissing: 'Write the reason; the one concerned reads it.',
    search: 'Search',
  },
  clicks,
  ...moderation,
  ...conduct,
  ...money,
  ...books,
  ...watch,
  ...promises,
};
