import { afterColon, type LineStory, type Sentences } from './sentences.ts';

const paid = (why: string) => (line: LineStory) => {
  if (line.rate === null) return `Вознаграждение ${line.earned}: ${why}.`;
  const more = line.fixed === null ? '' : ` плюс ${line.fixed}`;
  return `Вознаграждение ${line.rate} % от ${line.price}${more}: ${why}.`;
};

const PER = { order: 'за заказ', line: 'за позицию', unit: 'за единицу' } as const;

export const ru: Sentences = {
  order: {
    approved: ({ orderId, earned }) => `Заказ ${orderId} подтверждён, вознаграждение — ${earned}.`,
    pending: ({ orderId, earned }) =>
      `Заказ ${orderId} ожидает подтверждения; после него вознаграждение составит ${earned}.`,
    deducted: ({ orderId }) => `Заказ ${orderId} был подтверждён, но вознаграждение было удержано.`,
    unresolved: ({ orderId }) => `По заказу ${orderId} пока нельзя принять решение; его рассмотрят сотрудники сети.`,
    declined: ({ orderId }) => `Заказ ${orderId} отклонён, вознаграждения нет.`,
    no_reward: ({ orderId }) => `По условиям программы заказ ${orderId} не оплачивается.`,
    not_attributed: ({ orderId }) => `Заказ ${orderId} не относится ни к одному паблишеру.`,
  },
  terms: ({ program, termsVersion }) =>
    termsVersion === null
      ? `Условия программы ${program} ничего не говорят о времени заказа.`
      : `Решение принято по версии ${termsVersion} условий программы ${program}, действовавшей в момент заказа.`,
  line: (lineId, sentence) => `Позиция ${lineId}: ${sentence}`,
  reasons: {
    NO_CLICK: () => 'До заказа не было клика по ссылке паблишера.',
    // The window stands in the nominative, so that its noun agrees with any number.
    COOKIE_EXPIRED: ({ window }) => `Клик слишком старый: срок действия клика — ${window}, к моменту заказа он истёк.`,
    AGREEMENT_MISSING: () => 'Для этого вида трафика нужно согласие рекламодателя, а его не было.',
    AD_SPACE_BLOCKED: () => 'Рекламная площадка заблокирована.',
    HIDDEN_PRODUCT: () => 'Рекламодатель скрыл этот товар, продвигать его запрещено.',
    abnormal_traffic: () => 'Заказ признан результатом перехвата трафика (abnormal_traffic).',
    abnormal_order: () => 'В заказе обнаружено злоупотребление, например с возвратом или купоном (abnormal_order).',
    PPC_violation: () => 'Заказ пришёл из запрещённой контекстной рекламы (PPC_violation).',
    SID_black_list: () => 'SubID клика находится в чёрном списке (SID_black_list).',
    risk: () => 'Заказ признан мошенническим (risk).',
    VPN_PROXY: () => 'Клик сделан через VPN или прокси, такие заказы не оплачиваются.',
    GEO_MISMATCH: ({ clickCountry, deliveryCountry }) =>
      `Страна клика — ${clickCountry}, а страна доставки — ${deliveryCountry}.`,
    DROPSHIPPING_RU: () => 'Дропшиппинг-трафик из России не оплачивается.',
    EXCLUDED_STORE: () => 'Магазин входит в список неоплачиваемых.',
    VIRTUAL_PRODUCT: () => 'Товар виртуальный или из особой категории, такие товары не оплачиваются.',
    NON_AFFILIATE: () => 'Товар не участвует в программе.',
    RU_SELLER_LINK_NOT_DIRECT: () =>
      'Продавец российский: ссылка должна вести на товар или в его магазин, а она вела в другое место.',
    GEO_UNKNOWN: () => 'Неизвестна страна клика или доставки.',
    RATE_MISSING: () => 'Неизвестна нужная ставка: ставка товара, объём за период или обменный курс дня.',
    TERMS_NOT_STATED: () => 'Условия не говорят, сколько стоит такой заказ.',
    PAID_HOT: paid('товар горячий, и ссылка вела прямо на него'),
    PAID_CIS_SELLER: paid('ставка, которую установил продавец товара'),
    PAID_CHUWI: paid('ставка названного в условиях магазина'),
    PAID_SPECIAL_STORE: paid('ставка особых магазинов'),
    PAID_NONCIS_CATEGORY: paid('ставка категории для доставки за пределы СНГ'),
    PAID_WW_CATEGORY: paid('ставка категории'),
    PAID_RATE: paid('ставка программы'),
    PAID_FIXED: paid('фиксированная сумма по условиям программы'),
    PAID_TIER: paid('ставка за достигнутый в периоде объём'),
    PAID_NEW_CUSTOMER: paid('это заказ нового покупателя'),
    PAID_COUPON: paid('ставка для заказов с купоном'),
    PAID_AGREEMENT: paid('ставка, согласованная с этой площадкой'),
    ZERO_AMOUNT: ({ price }) => `Подтверждено, но вознаграждение с ${price} округляется до нуля.`,
    AWAITING_RECEIPT: ({ earned, confirmation }) =>
      `Вознаграждение ${earned} будет начислено после события «${confirmation}».`,
    NOT_RECEIVED: ({ confirmation }) => `Заказ закрыт без события «${confirmation}».`,
    REFUNDED: () => 'Возврат оформлен до подтверждения вознаграждения.',
    REFUND_DEDUCTION: ({ deducted }) => `Возврат оформлен после подтверждения, поэтому удержано ${deducted}.`,
    PARTIAL_REFUND: ({ earned, deducted }) =>
      `Часть суммы возвращена после подтверждения: остаётся ${earned}, удержано ${deducted}.`,
  },
  pricedBy: (sentence) => `Как рассчитано: ${afterColon(sentence)}`,
  notes: {
    CAPPED: 'Вознаграждение снижено до предела, установленного программой.',
    VPN_UNVERIFIED: 'Не удалось проверить, использовался ли VPN.',
    GEO_ROUTED: 'Клик был переведён в эту программу из-за его страны.',
    REDIRECTED: 'Ссылка была недействительна и вела на другую страницу, поэтому прямой она не считается.',
    HOT_NEEDS_ITEM_LINK: 'Товар горячий, но для горячей ставки ссылка должна вести прямо на него.',
  },
  otherNote: (note) => `Примечание: ${note}.`,
  fixed: (amount, per) => `${amount} ${PER[per]}`,
  and: ' и ',
  confirmations: {
    'goods received': 'товар получен',
    'stay completed': 'проживание завершено',
    'return period over': 'срок возврата прошёл',
    'application approved': 'заявка одобрена',
  },
  decimalPoint: ',',
  unknown: 'неизвестная страна',
};
