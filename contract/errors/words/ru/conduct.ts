import type { conductErrors } from '../../conduct.ts';
import type { TextsOf } from '../text.ts';

export const conductTexts: TextsOf<typeof conductErrors> = {
  RULE_UNKNOWN: {
    title: 'Такого правила поведения нет',
    remedy: 'Возьмите один из ключей, названных в `rules`.',
  },
};
