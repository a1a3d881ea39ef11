import type { commissionsErrors } from '../../commissions.ts';
import type { TextsOf } from '../text.ts';

export const commissionsTexts: TextsOf<typeof commissionsErrors> = {
  too_many_orders: {
    title: 'Habría que decidir de nuevo demasiados pedidos',
    remedy: 'Pida menos días.',
  },
};
