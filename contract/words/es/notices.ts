export const words = {
  application_received: '{{ad_space}} solicita unirse a {{program}} como {{traffic_type}}',
  application_approved: '{{ad_space}} se ha unido a {{program}}',
  application_approved_through: '{{ad_space}} se ha unido a {{program}} junto con {{through}}',
  application_declined: '{{program}} ha rechazado {{ad_space}}: {{reason}}',
  agreement_given: '{{program}} ha aceptado {{traffic_type}} de {{ad_space}}: sus clics cuentan desde ahora',
  partnership_blocked:
    '{{program}} ha bloqueado {{ad_space}} y sus enlaces allí llevan a una página neutral: {{reason}}',
  partnership_unblocked: '{{program}} ya no bloquea {{ad_space}}: puede volver a solicitarlo',
  conduct_warned: '{{program}} le advierte de una regla incumplida ({{rule}}): {{reason}}',
  ad_space_approved: '{{ad_space}} ha sido aprobado',
  ad_space_rejected: '{{ad_space}} ha sido rechazado: {{reason}}',
  ad_space_blocked: '{{ad_space}} ha sido bloqueado y sus enlaces llevan a una página neutral: {{reason}}',
  terms_changed: 'Cambian las condiciones de {{program}}: publicación {{publication}}, en vigor desde {{valid_from}}',
  order_corrected:
    'El pedido {{order}} de {{program}} se ha corregido de {{before}} a {{after}} {{currency}}: {{reason}}',
  antispam_deduction: 'Antispam Deduction por el pedido {{order}} de {{program}}: {{amount}} {{currency}} ({{reason}})',
  traffic_alarm:
    'Calidad del tráfico: {{indicator}} de {{ad_space}} en {{program}} fue {{value}} el {{day}}; el límite es {{limit}}',
};
