import { afterColon, type LineStory, type Sentences } from './sentences.ts';

const paid = (why: string) => (line: LineStory) => {
  if (line.rate === null) return `Gana ${line.earned}: ${why}.`;
  const more = line.fixed === null ? '' : ` más ${line.fixed}`;
  return `Gana el ${line.rate} % de ${line.price}${more}: ${why}.`;
};

const PER = { order: 'por pedido', line: 'por línea', unit: 'por unidad' } as const;

export const es: Sentences = {
  order: {
    approved: ({ orderId, earned }) => `El pedido ${orderId} está aprobado y gana ${earned}.`,
    pending: ({ orderId, earned }) => `El pedido ${orderId} está pendiente; ganará ${earned} cuando se confirme.`,
    deducted: ({ orderId }) => `El pedido ${orderId} estaba aprobado y su comisión se ha descontado.`,
    unresolved: ({ orderId }) => `El pedido ${orderId} no se puede decidir todavía; lo revisará el equipo de la red.`,
    declined: ({ orderId }) => `El pedido ${orderId} está rechazado y no gana nada.`,
    no_reward: ({ orderId }) => `El pedido ${orderId} no gana nada según las condiciones del programa.`,
    not_attributed: ({ orderId }) => `El pedido ${orderId} no pertenece a ningún publisher.`,
  },
  terms: ({ program, termsVersion }) =>
    termsVersion === null
      ? `Las condiciones de ${program} no dicen nada para el momento del pedido.`
      : `Se decidió con la versión ${termsVersion} de las condiciones de ${program}, vigente cuando se hizo el pedido.`,
  line: (lineId, sentence) => `Línea ${lineId}: ${sentence}`,
  reasons: {
    NO_CLICK: () => 'Antes de este pedido no hubo ningún clic en un enlace de un publisher.',
    COOKIE_EXPIRED: ({ window }) =>
      `Ningún clic era lo bastante reciente: un clic cuenta durante menos de ${window} antes del pedido.`,
    AGREEMENT_MISSING: () => 'Este tipo de tráfico necesita el acuerdo del anunciante, y no lo había.',
    AD_SPACE_BLOCKED: () => 'El espacio publicitario está bloqueado.',
    HIDDEN_PRODUCT: () => 'El anunciante ha ocultado este producto; no se permite promocionarlo.',
    abnormal_traffic: () => 'Se comprobó que el pedido viene de tráfico secuestrado (abnormal_traffic).',
    abnormal_order: () =>
      'Se comprobó un abuso en el pedido, por ejemplo con un reembolso o un cupón (abnormal_order).',
    PPC_violation: () => 'El pedido llegó por publicidad de búsqueda prohibida (PPC_violation).',
    SID_black_list: () => 'El SubID del clic está en la lista negra (SID_black_list).',
    risk: () => 'El pedido fue considerado fraudulento (risk).',
    VPN_PROXY: () => 'El clic pasó por una VPN o un proxy, y esos pedidos no se pagan.',
    GEO_MISMATCH: ({ clickCountry, deliveryCountry }) =>
      `El país del clic es ${clickCountry}, pero el de entrega es ${deliveryCountry}.`,
    DROPSHIPPING_RU: () => 'El tráfico de dropshipping desde Rusia no se paga.',
    EXCLUDED_STORE: () => 'La tienda está en la lista de tiendas que no pagan nada.',
    VIRTUAL_PRODUCT: () => 'El producto es virtual o de una categoría especial, y esos productos no se pagan.',
    NON_AFFILIATE: () => 'El producto no participa en el programa.',
    RU_SELLER_LINK_NOT_DIRECT: () =>
      'El vendedor es ruso, así que el enlace tiene que llevar al artículo o a su tienda, y llevaba a otro sitio.',
    GEO_UNKNOWN: () => 'No se conoce el país del clic o el de entrega.',
    RATE_MISSING: () => 'Falta una tarifa necesaria: la del producto, el volumen o el tipo de cambio del día.',
    TERMS_NOT_STATED: () => 'Las condiciones no dicen cuánto gana un pedido así.',
    PAID_HOT: paid('el producto es hot y el enlace llevaba directamente a él'),
    PAID_CIS_SELLER: paid('la tarifa que el vendedor fijó para el producto'),
    PAID_CHUWI: paid('la tarifa de esta tienda, nombrada en las condiciones'),
    PAID_SPECIAL_STORE: paid('la tarifa de las tiendas especiales'),
    PAID_NONCIS_CATEGORY: paid('la tarifa de su categoría para entregas fuera de la CEI'),
    PAID_WW_CATEGORY: paid('la tarifa de su categoría'),
    PAID_RATE: paid('la tarifa del programa'),
    PAID_FIXED: paid('la recompensa fija del programa'),
    PAID_TIER: paid('la tarifa del volumen alcanzado en el periodo'),
    PAID_NEW_CUSTOMER: paid('la recompensa por un cliente nuevo'),
    PAID_COUPON: paid('la tarifa de los pedidos con cupón'),
    PAID_AGREEMENT: paid('la tarifa acordada con este espacio publicitario'),
    ZERO_AMOUNT: ({ price }) => `Está aprobado, pero la comisión de ${price} se redondea a cero.`,
    AWAITING_RECEIPT: ({ earned, confirmation }) => `Ganará ${earned} después de «${confirmation}».`,
    NOT_RECEIVED: ({ confirmation }) => `El pedido se cerró sin «${confirmation}».`,
    REFUNDED: () => 'Se reembolsó antes de que se aprobara la comisión.',
    REFUND_DEDUCTION: ({ deducted }) => `Se reembolsó después de la aprobación, así que se descontaron ${deducted}.`,
    PARTIAL_REFUND: ({ earned, deducted }) =>
      `Una parte se reembolsó después de la aprobación: quedan ${earned}, se descontaron ${deducted}.`,
  },
  pricedBy: (sentence) => `Cómo se calculó: ${afterColon(sentence)}`,
  notes: {
    CAPPED: 'La comisión se redujo al límite del programa.',
    VPN_UNVERIFIED: 'No se pudo comprobar si se usó una VPN.',
    GEO_ROUTED: 'El clic se pasó a este programa por su país.',
    REDIRECTED: 'El enlace no era válido y llevó a otra página, así que no cuenta como directo.',
    HOT_NEEDS_ITEM_LINK: 'El producto es Hot, pero la tarifa Hot necesita un enlace directo a él.',
  },
  otherNote: (note) => `Nota: ${note}.`,
  fixed: (amount, per) => `${amount} ${PER[per]}`,
  and: ' y ',
  confirmations: {
    'goods received': 'mercancía recibida',
    'stay completed': 'estancia terminada',
    'return period over': 'plazo de devolución vencido',
    'application approved': 'solicitud aprobada',
  },
  decimalPoint: ',',
  unknown: 'un país desconocido',
};
