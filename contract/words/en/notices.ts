/** What an organisation is told, by kind of notice; the fields stand in contract/wire/notices.ts. */
export const words = {
  application_received: '{{ad_space}} applies to {{program}} as {{traffic_type}}',
  application_approved: '{{ad_space}} has joined {{program}}',
  application_approved_through: '{{ad_space}} has joined {{program}} along with {{through}}',
  application_declined: '{{program}} declined {{ad_space}}: {{reason}}',
  application_reopened: '{{program}} took the refusal of {{ad_space}} back: the application waits for a decision again',
  agreement_given: '{{program}} agreed to {{traffic_type}} of {{ad_space}}: its clicks earn from now on',
  partnership_blocked: '{{program}} blocked {{ad_space}}, its links there lead to a neutral page: {{reason}}',
  partnership_unblocked: '{{program}} no longer blocks {{ad_space}}: it may apply again',
  partnership_unblocked_joined:
    '{{program}} no longer blocks {{ad_space}}: it works again, and its links lead to the shop',
  partnership_unblocked_pending:
    '{{program}} no longer blocks {{ad_space}}: its application waits for a decision again',
  conduct_warned: '{{program}} warns you about a broken rule ({{rule}}): {{reason}}',
  conduct_excluded: '{{program}} blocked all your ad spaces, those to come among them ({{rule}}): {{reason}}',
  conduct_expelled: '{{program}} excluded you for ever, with every ad space ({{rule}}): {{reason}}',
  conduct_lifted: '{{program}}: the sanction for a broken rule ({{rule}}) was lifted: {{reason}}',
  conduct_upheld: '{{program}}: your objection was answered, the sanction ({{rule}}) stays: {{reason}}',
  rules_changed: 'The rules of {{program}} have changed: version {{version}}',
  rules_announced: 'The rules of {{program}} change: version {{version}}, in force {{valid_from}}',
  ad_space_approved: '{{ad_space}} was approved',
  ad_space_rejected: '{{ad_space}} was rejected: {{reason}}',
  ad_space_reopened: 'The rejection of {{ad_space}} was taken back: it is looked at again',
  ad_space_blocked: '{{ad_space}} was blocked, its links lead to a neutral page: {{reason}}',
  terms_changed: 'The terms of {{program}} change: publication {{publication}}, next in force {{valid_from}}',
  order_corrected: 'Order {{order}} of {{program}} was corrected from {{before}} to {{after}}: {{reason}}',
  orders_declined: 'Orders of {{program}} declined on {{day}}: {{orders}}. They had waited for {{amount}}',
  orders_reopened:
    'Declines of {{program}} taken back on {{day}}: {{orders}}. {{amount}} are expected for these orders again',
  refund_deduction: 'Refund deduction for order {{order}} of {{program}}: {{amount}} ({{reason}})',
  antispam_deduction: 'Antispam Deduction for order {{order}} of {{program}}: {{amount}} ({{reason}})',
  express_granted: 'Express payment granted: {{amount}}, less a fee of {{fee}}. {{net}} will be transferred',
  express_transferred: 'Express payment transferred: {{net}} (reference {{reference}})',
  express_taken_back: 'Express payment of {{amount}} taken back before its transfer, the fee given back: {{reason}}',
  traffic_alarm:
    'Quality of traffic: {{indicator}} of {{ad_space}} in {{program}} was {{value}} on {{day}}; the limit is {{limit}}',
};
