export const words = {
  application_received: 'Площадка {{ad_space}} подала заявку в {{program}} (вид трафика: {{traffic_type}})',
  application_approved: 'Площадка {{ad_space}} подключена к {{program}}',
  application_approved_through: 'Площадка {{ad_space}} подключена к {{program}} вместе с {{through}}',
  application_declined: '{{program}}: заявка площадки {{ad_space}} отклонена. Причина: {{reason}}',
  application_reopened: '{{program}}: отказ площадке {{ad_space}} отозван, её заявка снова ждёт решения',
  agreement_given: '{{program}}: вид трафика {{traffic_type}} согласован для {{ad_space}}, клики теперь оплачиваются',
  partnership_blocked:
    '{{program}}: площадка {{ad_space}} заблокирована, её ссылки в этой программе ведут на нейтральную страницу. Причина: {{reason}}',
  partnership_unblocked: '{{program}}: блокировка площадки {{ad_space}} снята, можно подать заявку снова',
  partnership_unblocked_joined:
    '{{program}}: блокировка площадки {{ad_space}} снята, площадка снова работает, её ссылки ведут в магазин',
  partnership_unblocked_pending: '{{program}}: блокировка площадки {{ad_space}} снята, её заявка снова ждёт решения',
  conduct_warned: '{{program}}: предупреждение о нарушении правила ({{rule}}). Причина: {{reason}}',
  conduct_excluded: '{{program}}: заблокированы все ваши площадки, в том числе будущие ({{rule}}). Причина: {{reason}}',
  conduct_expelled: '{{program}}: вы исключены навсегда, со всеми площадками ({{rule}}). Причина: {{reason}}',
  conduct_lifted: '{{program}}: санкция за нарушение правила ({{rule}}) снята. Причина: {{reason}}',
  conduct_upheld: '{{program}}: сеть ответила на ваше возражение, санкция ({{rule}}) остаётся. Причина: {{reason}}',
  rules_changed: 'Правила {{program}} изменились: версия {{version}}',
  rules_announced: 'Правила {{program}} меняются: версия {{version}}, вступает в силу {{valid_from}}',
  ad_space_approved: 'Площадка {{ad_space}} одобрена',
  ad_space_rejected: 'Площадка {{ad_space}} отклонена. Причина: {{reason}}',
  ad_space_reopened: 'Отклонение площадки {{ad_space}} отозвано: её рассмотрят снова',
  ad_space_blocked: 'Площадка {{ad_space}} заблокирована, её ссылки ведут на нейтральную страницу. Причина: {{reason}}',
  terms_changed: 'Условия {{program}} меняются: публикация {{publication}}, вступает в силу {{valid_from}}',
  order_corrected: 'Заказ {{order}} ({{program}}) скорректирован с {{before}} до {{after}}. Причина: {{reason}}',
  orders_declined: 'Отклонено заказов за {{day}} ({{program}}): {{orders}}. За них ожидалось {{amount}}',
  orders_reopened:
    'Отклонение отменено за {{day}} ({{program}}), заказов: {{orders}}. По ним снова ожидается {{amount}}',
  refund_deduction: 'Удержание за возврат по заказу {{order}} ({{program}}): {{amount}} ({{reason}})',
  antispam_deduction: 'Antispam Deduction по заказу {{order}} ({{program}}): {{amount}} ({{reason}})',
  traffic_alarm:
    'Качество трафика: {{indicator}} площадки {{ad_space}} в {{program}} составил {{value}} за {{day}}, предел {{limit}}',
};
