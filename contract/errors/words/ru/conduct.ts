import type { conductErrors } from '../../conduct.ts';
import type { TextsOf } from '../text.ts';

export const conductTexts: TextsOf<typeof conductErrors> = {
  APPEAL_TOO_LATE: {
    title: 'Срок для возражения на эту санкцию истёк',
    remedy: 'Возражайте до срока, указанного у санкции; после него пишите в сеть.',
  },
  RULE_UNKNOWN: {
    title: 'Такого правила поведения нет',
    remedy: 'Выберите одно из существующих правил.',
  },
};
