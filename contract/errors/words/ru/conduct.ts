import type { conductErrors } from '../../conduct.ts';
import type { TextsOf } from '../text.ts';

export const conductTexts: TextsOf<typeof conductErrors> = {
  APPEAL_TOO_LATE: {
    title: 'Срок для возражения на эту санкцию истёк',
    remedy: 'Возражайте до срока, указанного у санкции; после него пишите в сеть.',
  },
  SANCTION_REACH_CHANGED: {
    title: 'Теперь санкция затронула бы не то, о чём говорилось раньше',
    remedy: 'Посмотрите ещё раз, что она сделает, и решайте после этого.',
  },
  RULE_UNKNOWN: {
    title: 'Такого правила поведения нет',
    remedy: 'Выберите одно из существующих правил.',
  },
};
