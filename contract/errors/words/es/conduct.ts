import type { conductErrors } from '../../conduct.ts';
import type { TextsOf } from '../text.ts';

export const conductTexts: TextsOf<typeof conductErrors> = {
  APPEAL_TOO_LATE: {
    title: 'El plazo para objetar esta sanción ha terminado',
    remedy: 'Objete antes de la fecha que figura junto a la sanción; después, escriba a la red.',
  },
  SANCTION_REACH_CHANGED: {
    title: 'La sanción ya no haría lo que se había indicado',
    remedy: 'Mire de nuevo qué haría y decida después.',
  },
  RULE_UNKNOWN: {
    title: 'No existe esa regla de conducta',
    remedy: 'Elija una de las reglas que hay.',
  },
};
