import type { commissionsErrors } from '../../commissions.ts';
import type { TextsOf } from '../text.ts';

export const commissionsTexts: TextsOf<typeof commissionsErrors> = {
  too_many_orders: {
    title: 'Пришлось бы заново решать слишком много заказов',
    remedy: 'Запросите меньше дней.',
  },
};
