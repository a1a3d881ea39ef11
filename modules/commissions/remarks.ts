import type { Locale } from '../../core/commission/index.ts';
import type { Held, Sources } from './model.ts';

const held: Readonly<Record<Locale, Readonly<Record<Held['why'], (program: string) => string>>>> = {
  en: {
    order_id_in_other_program: (program) =>
      `The order waits: the same order id was reported in ${program} before, and one order is never paid twice.`,
    unverified: () =>
      'The order waits: so far only the pixel on the shop page has reported it, the shop itself has not.',
  },
  ru: {
    order_id_in_other_program: (program) =>
      `Заказ ожидает: тот же номер заказа раньше передан в программе ${program}, а один заказ не оплачивается дважды.`,
    unverified: () =>
      'Заказ ожидает: пока о нём сообщил только пиксель на странице магазина, сам магазин его не подтвердил.',
  },
  es: {
    order_id_in_other_program: (program) =>
      `El pedido espera: el mismo número se comunicó antes en ${program}, y un pedido nunca se paga dos veces.`,
    unverified: () =>
      'El pedido espera: hasta ahora solo lo ha comunicado el píxel de la página de la tienda, no la propia tienda.',
  },
};

const restored: Readonly<Record<Locale, string>> = {
  en: 'The click was not found in the click store; it was recovered from its signed id.',
  ru: 'Клик не найден в хранилище; он восстановлен по своему подписанному идентификатору.',
  es: 'El clic no se encontró en el almacén; se recuperó de su identificador firmado.',
};

/** What has to be said besides the decision itself: why it waits, and that a click was recovered. */
export function remarks(sources: Sources, locale: Locale): string[] {
  const said: string[] = [];
  if (sources.held !== null) {
    const program = sources.held.why === 'order_id_in_other_program' ? sources.held.program : '';
    said.push(held[locale][sources.held.why](program));
  }
  if (sources.clicks.some(({ origin }) => origin === 'restored')) {
    said.push(restored[locale]);
  }
  return said;
}
