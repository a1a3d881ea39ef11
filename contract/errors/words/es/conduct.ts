import type { conductErrors } from '../../conduct.ts';
import type { TextsOf } from '../text.ts';

export const conductTexts: TextsOf<typeof conductErrors> = {
  RULE_UNKNOWN: {
    title: 'No existe esa regla de conducta',
    remedy: 'Use una de las claves de `rules`.',
  },
};
