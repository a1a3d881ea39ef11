import { words as names } from './names.ts';
import { words as reasons } from './reasons.ts';

export const words = {
  status: {
    approved: 'подтверждён',
    pending: 'ожидает',
    deducted: 'удержан',
    unresolved: 'на рассмотрении',
    declined: 'отклонён',
    no_reward: 'без вознаграждения',
    not_attributed: 'ничей',
  },
  reason: reasons,
  confirmation: names.confirmations,
  entry: {
    hold: 'Удержано до подтверждения',
    void: 'Удержание снято',
    reward: 'Вознаграждение',
    refund_deduction: 'Удержание за возврат',
    antispam_deduction: 'Antispam Deduction',
    correction: 'Исправление',
    reversal: 'Отмена записи',
    advertiser_payment: 'Оплата рекламодателя',
    withdrawal: 'Выплата',
    express_payment: 'Экспресс-выплата',
    express_fee: 'Комиссия за экспресс-выплату',
    express_settlement: 'Зачёт экспресс-выплаты',
  },
  account: {
    publisher_hold: 'В ожидании',
    publisher_balance: 'Баланс',
    publisher_advance: 'Выплачено вперёд',
    advertiser_hold: 'Рекламодатель, ожидается',
    advertiser_due: 'Рекламодатель, к оплате',
    network_fx: 'Обмен',
    network_fees: 'Комиссии',
    bank: 'Банк',
  },
  device: { desktop: 'компьютер', mobile: 'телефон', tablet: 'планшет', other: 'другое' },
  event: {
    goods_received: 'Подтверждён',
    closed: 'Закрыт без подтверждения',
    reopened: 'Возвращён в работу',
    refunded: 'Возврат',
    violation: 'Нарушение',
    corrected: 'Исправлен',
  },
};
