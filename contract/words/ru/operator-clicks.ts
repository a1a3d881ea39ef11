import { clickFlags } from './click-flags.ts';

/** Single clicks as the operator sees them, with what was noticed. */
export const clicks = {
  title: 'Отдельные клики',
  lead: 'Каждый клик программы за один день, сначала новые, и что о нём замечено.',
  choose: 'Клики показываются по программам: выберите одну.',
  none: 'Подходящих кликов нет.',
  day: 'День программы',
  noticed: 'Замечено',
  open: 'Открыть',
  link: 'Ссылка',
  country: 'Страна',
  counts: 'Учтён',
  yes: 'да',
  no: 'нет',
  target: 'Привёл на',
  asked: 'Что запрошено',
  flags: clickFlags,
};
