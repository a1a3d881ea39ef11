import type { clicksErrors } from '../../clicks.ts';
import type { TextsOf } from '../text.ts';

export const clicksTexts: TextsOf<typeof clicksErrors> = {
  link_not_found: {
    title: 'Такой ссылки нет, или её удалили',
    remedy: 'Попросите новую ссылку у того, кто её дал, или откройте магазин напрямую.',
  },
  offer_ended: {
    title: 'Предложение закончилось',
    remedy: 'Магазин больше не участвует в программе; откройте его напрямую.',
  },
  link_not_in_use: {
    title: 'Эта ссылка больше не действует',
    remedy: 'Ничего не заказано и не списано; откройте магазин напрямую.',
  },
  address_too_long: {
    title: 'Адрес слишком длинный (не больше 8192 знаков)',
    remedy: 'Сократите целевой адрес или SubID ссылки: всего не больше 8192 знаков.',
  },
  too_many_clicks: {
    title: 'Для ответа пришлось бы просмотреть слишком много кликов',
    remedy:
      'Запросите меньше дней, одну ссылку или одну площадку; все клики целиком выгружает команда tributary export.',
  },
};
