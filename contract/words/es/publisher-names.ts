import { words as names } from './names.ts';
import { words as reasons } from './reasons.ts';

export const words = {
  status: {
    approved: 'aprobado',
    pending: 'pendiente',
    deducted: 'deducido',
    unresolved: 'por decidir',
    declined: 'rechazado',
    no_reward: 'sin recompensa',
    not_attributed: 'sin atribuir',
  },
  reason: reasons,
  confirmation: names.confirmations,
  entry: {
    hold: 'Retenido',
    void: 'Retención liberada',
    reward: 'Recompensa',
    refund_deduction: 'Deducción por reembolso',
    antispam_deduction: 'Antispam Deduction',
    correction: 'Corrección',
    reversal: 'Anulación',
    advertiser_payment: 'Pago del anunciante',
    withdrawal: 'Cobrado',
    express_payment: 'Pago express',
    express_fee: 'Comisión del pago express',
    express_settlement: 'Compensación del pago express',
  },
  account: {
    publisher_hold: 'Retenido',
    publisher_balance: 'Saldo',
    publisher_advance: 'Adelantado',
    advertiser_hold: 'Anunciante, previsto',
    advertiser_due: 'Anunciante, por pagar',
    network_fx: 'Cambio',
    network_fees: 'Comisiones',
    bank: 'Banco',
  },
  device: { desktop: 'ordenador', mobile: 'teléfono', tablet: 'tableta', other: 'otro' },
  event: {
    goods_received: 'Confirmado',
    closed: 'Cerrado sin confirmar',
    reopened: 'Reabierto',
    refunded: 'Reembolsado',
    violation: 'Infracción',
    corrected: 'Corregido',
  },
};
