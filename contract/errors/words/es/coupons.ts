import type { couponErrors } from '../../coupons.ts';
import type { TextsOf } from '../text.ts';

export const couponTexts: TextsOf<typeof couponErrors> = {
  coupon_taken: {
    title: 'En ese tiempo el código es otro cupón del programa',
    remedy: 'Termine primero el otro cupón, elija un tiempo posterior u otro código.',
  },
  coupon_ended: {
    title: 'El cupón ha terminado',
    remedy: 'Cree un cupón nuevo; lo terminado no cambia, porque con él pueden haberse decidido pedidos.',
  },
  ad_space_not_joined: {
    title: 'El espacio no está conectado al programa',
    remedy: 'Indique un espacio conectado o deje fuera `ad_space` si el código es público.',
  },
};
