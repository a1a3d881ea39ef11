import type { PageLocale } from '../../../../contract/wire/program-page.ts';
import type { PageContent, PageTexts } from './page-content.ts';

type Said = Readonly<Record<PageLocale, string>>;

/** A description, an introduction to the rates, and what rows of the rates are called, by category, list or rule of the terms. */
function texts(description: Said, intro: Said, labels: Readonly<Record<string, Said>>): PageTexts {
  const of = (locale: PageLocale): PageContent => ({
    description: { text: description[locale] },
    rates: {
      intro: intro[locale],
      labels: Object.entries(labels).map(([key, label]) => ({ key, label: label[locale], note: null })),
      regimes: [],
    },
  });
  return { en: of('en'), ru: of('ru'), es: of('es') };
}

export const bankTexts: PageTexts = texts(
  {
    en: 'Meridian Bank is an invented bank of the example network. It pays a fixed amount for every approved application: more for credit cards, less for debit cards and savings accounts.',
    ru: 'Meridian Bank — вымышленный банк демонстрационной сети. Он платит фиксированную сумму за каждую одобренную заявку: за кредитные карты больше, за дебетовые карты и накопительные счета меньше.',
    es: 'Meridian Bank es un banco inventado de la red de ejemplo. Paga un importe fijo por cada solicitud aprobada: más por las tarjetas de crédito, menos por las de débito y las cuentas de ahorro.',
  },
  {
    en: 'Applications made outside Russia are not paid.',
    ru: 'Заявки, поданные не из России, не оплачиваются.',
    es: 'Las solicitudes hechas fuera de Rusia no se pagan.',
  },
  {
    credit_card: { en: 'Credit card', ru: 'Кредитная карта', es: 'Tarjeta de crédito' },
    account: {
      en: 'Debit card or savings account',
      ru: 'Дебетовая карта или накопительный счёт',
      es: 'Tarjeta de débito o cuenta de ahorro',
    },
  },
);

export const hotelTexts: PageTexts = texts(
  {
    en: 'Lighthouse Hotels is an invented hotel chain of the example network. A booking is paid after the stay.',
    ru: 'Lighthouse Hotels — вымышленная сеть отелей демонстрационной сети. Бронирование оплачивается после проживания.',
    es: 'Lighthouse Hotels es una cadena de hoteles inventada de la red de ejemplo. La reserva se paga después de la estancia.',
  },
  {
    en: 'The more bookings you bring in a month, the higher the rate of the next ones. Expensive bookings get the highest rate from the start, and a fixed amount on top.',
    ru: 'Чем больше бронирований вы приводите за месяц, тем выше ставка следующих. Дорогие бронирования сразу получают высшую ставку и фиксированную сумму сверху.',
    es: 'Cuantas más reservas aporta en un mes, mayor es la tarifa de las siguientes. Las reservas de importe alto reciben desde el principio la tarifa más alta y, además, un importe fijo.',
  },
  { package_tour: { en: 'Package tours', ru: 'Пакетные туры', es: 'Viajes organizados' } },
);

export const shopTexts: PageTexts = texts(
  {
    en: 'Fern & Loom is an invented shop for clothes and home textiles of the example network.',
    ru: 'Fern & Loom — вымышленный магазин одежды и домашнего текстиля демонстрационной сети.',
    es: 'Fern & Loom es una tienda inventada de ropa y textiles para el hogar de la red de ejemplo.',
  },
  {
    en: 'New customers earn you more than returning ones. Orders with a coupon belong to whoever was given the coupon.',
    ru: 'Новые покупатели приносят больше, чем постоянные. Заказы с купоном принадлежат тому, кому купон выдан.',
    es: 'Los clientes nuevos pagan más que los que vuelven. Los pedidos con cupón son de quien recibió el cupón.',
  },
  {
    partner: {
      en: 'Partners with an agreement of their own',
      ru: 'Партнёры с отдельным соглашением',
      es: 'Socios con un acuerdo propio',
    },
  },
);
