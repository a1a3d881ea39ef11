export const words = {
  levels: {
    warning: 'Предупреждение',
    block: 'Блокировка',
    block_and_void: 'Блокировка с отклонением нерешённого',
    expelled: 'Исключение навсегда',
  },
  /** A rule in a recorded reason. */
  citation: {
    numbered: 'Правило {{number}}: {{name}}',
    unnumbered: 'Правило: {{name}}',
    version: '{{rule}} (версия {{version}} правил)',
  },
  rules: {
    incentive_action: 'Вознаграждение за действия посетителей',
    forced_action: 'Принуждение к регистрации или покупке',
    abnormal_activity: 'Накрутка просмотров, кликов, обращений',
    malicious: 'Вредоносные методы',
    misleading: 'Преувеличенные или ложные обещания',
    unlawful: 'Незаконная деятельность',
    damage: 'Ущерб или ответственность',
    pop: 'Всплывающие окна',
    brand_search: 'SEO или SEM по брендам',
    self_dealing: 'Покупки для себя и близких',
    bait_incentive: 'Приманки для промостраниц',
    false_association: 'Ложная связь с брендом',
    refund_urging: 'Подстрекательство к возвратам или обману',
    hidden_promotion: 'Продвижение скрытых товаров',
  },
};
