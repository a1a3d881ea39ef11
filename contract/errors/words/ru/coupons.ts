import type { couponErrors } from '../../coupons.ts';
import type { TextsOf } from '../text.ts';

export const couponTexts: TextsOf<typeof couponErrors> = {
  coupon_taken: {
    title: 'В это время этот код принадлежит другому купону программы',
    remedy: 'Сначала завершите другой купон, выберите время после него или другой код.',
  },
  coupon_ended: {
    title: 'Купон закончился',
    remedy: 'Создайте новый: законченный не меняется, ведь по нему могли быть решены заказы.',
  },
  ad_space_not_joined: {
    title: 'Площадка не подключена к программе',
    remedy: 'Укажите подключённую площадку или не указывайте `ad_space`, если код для всех.',
  },
};
