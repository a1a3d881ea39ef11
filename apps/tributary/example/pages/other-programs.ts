import type { PageTexts } from './page-content.ts';

const text = (en: string, ru: string, es: string): PageTexts => ({
  en: { description: { text: en } },
  ru: { description: { text: ru } },
  es: { description: { text: es } },
});

export const bankTexts: PageTexts = text(
  'Meridian Bank is an invented bank of the example network. It pays a fixed amount for every approved application: most for credit cards, less for debit cards and savings accounts. Applications from other countries than Russia earn nothing.',
  'Meridian Bank — вымышленный банк демонстрационной сети. Он платит фиксированную сумму за каждую одобренную заявку: больше всего за кредитные карты, меньше за дебетовые карты и накопительные счета. Заявки не из России не оплачиваются.',
  'Meridian Bank es un banco inventado de la red de ejemplo. Paga un importe fijo por cada solicitud aprobada: más por las tarjetas de crédito, menos por las de débito y las cuentas de ahorro. Las solicitudes de fuera de Rusia no se pagan.',
);

export const hotelTexts: PageTexts = text(
  'Lighthouse Hotels is an invented hotel chain of the example network. The more bookings a publisher brings in a month, the higher the rate of the next ones; long stays earn a little more. A booking is paid after the stay.',
  'Lighthouse Hotels — вымышленная сеть отелей демонстрационной сети. Чем больше бронирований паблишер приводит за месяц, тем выше ставка следующих; за долгое проживание платят чуть больше. Бронирование оплачивается после проживания.',
  'Lighthouse Hotels es una cadena de hoteles inventada de la red de ejemplo. Cuantas más reservas trae un publisher en un mes, mayor es la tarifa de las siguientes; las estancias largas ganan algo más. La reserva se paga después de la estancia.',
);

export const shopTexts: PageTexts = text(
  'Fern & Loom is an invented shop for clothes and home textiles of the example network. New customers earn more than returning ones, and whoever was given a coupon owns the orders made with it.',
  'Fern & Loom — вымышленный магазин одежды и домашнего текстиля демонстрационной сети. Новые покупатели приносят больше, чем постоянные, а заказы с купоном принадлежат тому, кому купон был выдан.',
  'Fern & Loom es una tienda inventada de ropa y textiles para el hogar de la red de ejemplo. Los clientes nuevos ganan más que los que vuelven, y los pedidos hechos con un cupón son de quien lo recibió.',
);
