import type { notificationsErrors } from '../../notifications.ts';
import type { TextsOf } from '../text.ts';

export const notificationsTexts: TextsOf<typeof notificationsErrors> = {
  MAIL_NOT_KEPT: {
    title: 'Текст письма больше не хранится',
    remedy: 'Попросите человека запросить новое письмо.',
  },
};
