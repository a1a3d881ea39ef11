import type { ErrorArea } from './entry.ts';

/** What can be wrong with links followed and clicks. The pages that visitors of `/g/` see take their words from here. */
export const clicksErrors = {
  link_not_found: {
    status: 404,
    title: 'This link does not exist or was removed',
    remedy: 'Ask whoever gave you the link for a new one, or open the shop directly.',
  },
  offer_ended: {
    status: 410,
    title: 'The offer has ended',
    remedy: 'The shop no longer takes part in this program; open the shop directly.',
  },
  link_not_in_use: {
    status: 410,
    title: 'This link is no longer in use',
    remedy: 'Nothing was ordered or charged; open the shop directly.',
  },
  address_too_long: {
    status: 414,
    title: 'Address too long (limit 8192)',
    remedy: 'Shorten the target or the SubIDs of the link to at most 8192 characters in all.',
  },
  too_many_clicks: {
    status: 400,
    title: 'Too many clicks have to be looked at',
    remedy: 'Ask for fewer days, or for a link or an ad space; tributary export writes all of them.',
  },
} as const satisfies ErrorArea;
