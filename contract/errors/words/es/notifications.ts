import type { notificationsErrors } from '../../notifications.ts';
import type { TextsOf } from '../text.ts';

export const notificationsTexts: TextsOf<typeof notificationsErrors> = {
  MAIL_NOT_KEPT: {
    title: 'El texto del correo ya no se conserva',
    remedy: 'Haga que la persona pida un correo nuevo.',
  },
};
