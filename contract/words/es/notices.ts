export const words = {
  application_received: '{{ad_space}} solicita unirse a {{program}} como {{traffic_type}}',
  application_approved: '{{ad_space}} se ha unido a {{program}}',
  application_approved_through: '{{ad_space}} se ha unido a {{program}} junto con {{through}}',
  application_declined: '{{program}} ha rechazado {{ad_space}}: {{reason}}',
  application_reopened:
    '{{program}} ha retirado el rechazo de {{ad_space}}: la solicitud vuelve a esperar una decisión',
  agreement_given: '{{program}} ha aceptado {{traffic_type}} de {{ad_space}}: sus clics cuentan desde ahora',
  partnership_blocked:
    '{{program}} ha bloqueado {{ad_space}} y sus enlaces allí llevan a una página neutral: {{reason}}',
  partnership_unblocked: '{{program}} ya no bloquea {{ad_space}}: puede volver a solicitarlo',
  partnership_unblocked_joined:
    '{{program}} ya no bloquea {{ad_space}}: vuelve a trabajar y sus enlaces llevan a la tienda',
  partnership_unblocked_pending: '{{program}} ya no bloquea {{ad_space}}: su solicitud vuelve a esperar una decisión',
  conduct_warned: '{{program}} le advierte de una regla incumplida ({{rule}}): {{reason}}',
  conduct_excluded: '{{program}} ha bloqueado todos sus espacios, también los futuros ({{rule}}): {{reason}}',
  conduct_expelled: '{{program}} le ha excluido para siempre, con todos sus espacios ({{rule}}): {{reason}}',
  conduct_lifted: '{{program}}: se levantó la sanción por incumplir una regla ({{rule}}): {{reason}}',
  conduct_upheld: '{{program}}: se respondió a su objeción y la sanción ({{rule}}) se mantiene: {{reason}}',
  rules_changed: 'Han cambiado las reglas de {{program}}: versión {{version}}',
  rules_announced: 'Cambian las reglas de {{program}}: versión {{version}}, en vigor desde {{valid_from}}',
  ad_space_approved: '{{ad_space}} ha sido aprobado',
  ad_space_rejected: '{{ad_space}} ha sido rechazado: {{reason}}',
  ad_space_reopened: 'Se ha retirado el rechazo de {{ad_space}}: se revisará de nuevo',
  ad_space_blocked: '{{ad_space}} ha sido bloqueado y sus enlaces llevan a una página neutral: {{reason}}',
  terms_changed: 'Cambian las condiciones de {{program}}: publicación {{publication}}, en vigor desde {{valid_from}}',
  order_corrected: 'El pedido {{order}} de {{program}} se ha corregido de {{before}} a {{after}}: {{reason}}',
  orders_declined: 'Pedidos de {{program}} rechazados el {{day}}: {{orders}}. Se esperaban {{amount}} por ellos',
  orders_reopened:
    'Rechazos de {{program}} anulados el {{day}}: {{orders}}. Se vuelven a esperar {{amount}} por esos pedidos',
  refund_deduction: 'Deducción por reembolso del pedido {{order}} de {{program}}: {{amount}} ({{reason}})',
  antispam_deduction: 'Antispam Deduction por el pedido {{order}} de {{program}}: {{amount}} ({{reason}})',
  express_granted: 'Pago express concedido: {{amount}}, menos una comisión de {{fee}}. Se transferirán {{net}}',
  express_transferred: 'Pago express transferido: {{net}} (referencia {{reference}})',
  express_taken_back: 'Pago express de {{amount}} retirado antes de su transferencia, comisión devuelta: {{reason}}',
  traffic_alarm:
    'Calidad del tráfico: {{indicator}} de {{ad_space}} en {{program}} fue {{value}} el {{day}}; el límite es {{limit}}',
};
