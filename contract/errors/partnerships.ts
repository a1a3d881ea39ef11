import type { ErrorArea } from './entry.ts';

/** What can be wrong with programs, ad spaces, their partnerships and links. */
export const partnershipsErrors = {
  program_exists: {
    status: 409,
    title: 'The program code is taken',
    remedy: 'Choose another code; a program never changes its code.',
  },
  program_status_refused: {
    status: 409,
    title: 'The program cannot get this status now, or not by you',
    remedy: 'Choose one of the statuses that are possible now.',
    members: ['allowed'],
  },
  program_incomplete: {
    status: 409,
    title: 'The program lacks what it needs before it can be offered',
    remedy: 'Add what is missing, then submit it again.',
    members: ['missing'],
  },
  NOT_JOINED: {
    status: 403,
    title: 'The ad space does not work with the program',
    remedy: 'Apply to the program with this ad space; codes and links are available once the cooperation has begun.',
  },
  RECRUITING_SUSPENDED: {
    status: 409,
    title: 'The program takes no new partners at the moment',
    remedy: 'Apply later; ad spaces that have joined keep working.',
  },
  NETWORK_DECIDES: {
    status: 403,
    title: 'Only the operator of the network decides about this',
    remedy: 'Ask the operator of the network, or decline the application.',
  },
  PROGRAM_NOT_ACTIVE: {
    status: 409,
    title: 'The program takes no clicks now',
    remedy: 'Choose another program.',
  },
  AD_SPACE_NOT_ACTIVE: {
    status: 409,
    title: 'The ad space is not active',
    remedy: 'Wait until the ad space is approved, or use another one.',
  },
  ADDRESS_SHARED: {
    status: 422,
    title: 'The address belongs to everybody, so it can prove nobody',
    remedy: 'Use a host of your own, or the kind of ad space that lives on such a site.',
  },
  AD_SPACES_TOO_MANY: {
    status: 409,
    title: 'The organisation has as many ad spaces as it may have',
    remedy: 'Change an ad space that is not used any more instead of registering another one.',
  },
  RULES_NOT_ACCEPTED: {
    status: 422,
    title: 'The rules of a program have to be accepted with the application',
    remedy: 'Read the rules of each program and accept them with the application.',
    members: ['rules'],
  },
  RULES_CHANGED: {
    status: 409,
    title: 'The rules have changed since they were read',
    remedy: 'Read them as they are now and accept those.',
    members: ['rules'],
  },
  JUSTIFICATION_REQUIRED: {
    status: 422,
    title: 'The program takes this kind of traffic by agreement only',
    remedy: 'Say how and where the visitors are reached; the program decides by it.',
  },
  APP_LINK_NOT_ALLOWED: {
    status: 422,
    title: 'Links out of a mobile app cannot be followed',
    remedy: 'Open the page in a browser and copy its address from there.',
  },
  TARGET_NOT_ALLOWED: {
    status: 422,
    title: 'The address is no page of the program',
    remedy: 'Use an address on one of the sites of the program.',
    members: ['hosts'],
  },
  TARGET_IS_OWN_LINK: {
    status: 422,
    title: 'The address is an affiliate link already',
    remedy: 'Use the address of the page itself.',
  },
  HIDDEN_PRODUCT: {
    status: 422,
    title: 'The product may not be promoted',
    remedy: 'Choose another product; promoting hidden ones can end the cooperation.',
  },
  BLOCKED_IN_PROGRAM: {
    status: 409,
    title: 'The ad space is blocked in the program',
    remedy: 'Ask the program about the block; its reason is in the detail.',
  },
  PERMANENTLY_REMOVED: {
    status: 403,
    title: 'The publisher was removed from the program for good',
    remedy: 'There is no way back into this program, with no ad space; work with other programs.',
  },
  TRAFFIC_TYPE_PROHIBITED: {
    status: 422,
    title: 'The program does not allow this kind of traffic',
    remedy: 'Apply with an ad space or kind of traffic that the program allows.',
  },
  TRAFFIC_TYPE_UNKNOWN: {
    status: 422,
    title: 'The program does not name this kind of traffic, or it is only a heading of others',
    remedy: 'Choose one of the kinds that the program takes.',
    members: ['allowed'],
  },
  transition_not_possible: {
    status: 409,
    title: 'The state does not allow this change',
    remedy: 'Read the present state and start from there.',
  },
} as const satisfies ErrorArea;
