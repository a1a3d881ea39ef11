import { words as names } from './advertiser-names.ts';
import { words as daily } from './advertiser-orders.ts';
import { words as program } from './advertiser-program.ts';
import { words as terms } from './advertiser-terms.ts';

/** Кабинет рекламодателя. */
export const words = {
  overview: {
    title: 'Обзор',
    lead: 'Что ждёт вас и как идут дела у программ.',
    waiting: 'Что ждёт вас',
    orders: 'Заказы, которые нужно подтвердить или отклонить',
    applications: 'Заявки на рассмотрение',
    proposals: 'Условия, которые ждут второго человека',
    alarms: 'Тревоги по трафику',
    noAlarms: 'сегодня нет',
    lastDays: 'Последние 30 дней',
    clicks: 'Клики',
    actions: 'Заказы с вознаграждением',
    spend: 'Во что они обошлись',
    clicksWhy: 'Трафик за день',
    ordersWhy: 'Смотреть заказы',
    spendNote: 'Подтверждённые и ещё открытые',
    programs: 'Программы',
    begin: 'Создайте первую программу',
    beginWhy:
      'Программа говорит, что вы продаёте, за что платите и какой трафик берёте. Паблишеры находят её в каталоге.',
    open: 'Открыть',
  },
  ...program,
  names,
  terms,
  daily,
};
