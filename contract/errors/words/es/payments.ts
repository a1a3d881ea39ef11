import type { paymentsErrors } from '../../payments.ts';
import type { TextsOf } from '../text.ts';

export const paymentsTexts: TextsOf<typeof paymentsErrors> = {
  EXPRESS_NOT_POSSIBLE: {
    title: 'Ahora no es posible ningún pago express',
    remedy: 'La oferta dice por qué y qué se espera; vuelva a solicitarlo cuando se cumpla.',
  },
  EXPRESS_CHANGED: {
    title: 'La oferta ya no es la que se indicó antes',
    remedy: 'Vuelva a mirar cuánto puede solicitar y cuánto cuesta, y solicítelo entonces.',
  },
  REQUEST_KEY_USED: {
    title: 'La clave ya se usó para otra solicitud',
    remedy: 'Cree una clave nueva para cada solicitud; repita la misma solo con el mismo contenido.',
  },
  EXPRESS_SETTINGS_CHANGED: {
    title: 'Otra persona ha cambiado entretanto los ajustes de los pagos express',
    remedy: 'Vuelva a mirarlos y cámbielos entonces.',
  },
  EXPRESS_NOT_COVERED: {
    title: 'Lo disponible del publisher ya no cubre la transferencia',
    remedy: 'Retire el pago express; el publisher puede solicitar lo que quede.',
  },
  REFERENCE_USED: {
    title: 'Con esta referencia se registró otra transferencia',
    remedy: 'Compruebe la referencia del banco; cada una nombra una sola transferencia.',
  },
  PAYMENT_CHANGED: {
    title: 'El pago sería ahora de otros pedidos o importes de los que se indicaron antes',
    remedy: 'Vuelva a mirar la vista previa y regístrelo entonces.',
  },
  NOTHING_DUE: {
    title: 'Ninguno de estos pedidos espera un pago del anunciante',
    remedy: 'Elija pedidos aprobados y sin pagar; la vista previa dice de cada pedido nombrado por qué queda fuera.',
  },
};
