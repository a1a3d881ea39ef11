import { clickFlags } from './click-flags.ts';

/** Single clicks as the operator sees them, with what was noticed. */
export const clicks = {
  title: 'Single clicks',
  lead: 'Each click of a program on one day, newest first, with what was noticed about it.',
  choose: 'Clicks are listed program by program: choose one.',
  none: 'No click fits.',
  day: 'Day of the program',
  noticed: 'Noticed',
  open: 'Open',
  link: 'Link',
  country: 'Country',
  counts: 'Counts',
  yes: 'yes',
  no: 'no',
  target: 'Led to',
  asked: 'Asked for',
  flags: clickFlags,
};
