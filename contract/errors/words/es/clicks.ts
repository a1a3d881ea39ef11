import type { clicksErrors } from '../../clicks.ts';
import type { TextsOf } from '../text.ts';

export const clicksTexts: TextsOf<typeof clicksErrors> = {
  link_not_found: {
    title: 'Este enlace no existe o se ha eliminado',
    remedy: 'Pida un enlace nuevo a quien se lo dio, o abra la tienda directamente.',
  },
  offer_ended: {
    title: 'La oferta ha terminado',
    remedy: 'La tienda ya no participa en este programa; ábrala directamente.',
  },
  link_not_in_use: {
    title: 'Este enlace ya no está en uso',
    remedy: 'No se ha pedido ni cobrado nada; abra la tienda directamente.',
  },
  address_too_long: {
    title: 'La dirección es demasiado larga (límite: 8192)',
    remedy: 'Acorte el destino o los SubID del enlace: en total, 8192 caracteres como máximo.',
  },
  too_many_clicks: {
    title: 'Habría que examinar demasiados clics',
    remedy: 'Pida menos días, un solo enlace o un solo espacio; tributary export los escribe todos.',
  },
};
