import { words as adSpaces } from './publisher-ad-spaces.ts';
import { words as publisher } from './publisher-names.ts';

/** Names of codes that advertisers meet: reasons, events, kinds of ad spaces, what became of a report. */
export const words = {
  reason: { ...publisher.reason, PAID_AGREEMENT: 'tarifa por acuerdo' },
  event: publisher.event,
  kind: adSpaces.kinds,
  rewards: { purchase: 'una ventaja por comprar', visit: 'una recompensa por clics o visitas' },
  intake: {
    pixel_unverified: 'registrado; solo lo dice un píxel',
    earlier_content: 'registrado; repite lo dicho antes',
    invalid_token: 'token desconocido o caducado',
    insufficient_scope: 'el token no puede comunicar pedidos',
    signature_invalid: 'firma incorrecta',
    signature_missing: 'falta la firma',
    timestamp_out_of_range: 'el reloj del remitente no es correcto, o llegó tarde',
    message_id_invalid: 'el id del mensaje no es válido',
    recorded: 'registrado',
    amended: 'pedido corregido',
    extended: 'pedido ampliado',
    verified: 'pedido probado',
    no_change: 'no cambió nada',
    applied: 'evento registrado',
    duplicate: 'ya conocido',
    parked: 'espera al pedido',
    needs_review: 'espera a la red',
    not_counted: 'guardado, no cuenta',
    undecided: 'registrado, aún sin decidir',
    program_archived: 'el programa ha terminado',
    internal_error: 'falló por nuestra parte, se intentará de nuevo',
    postback_key_invalid: 'clave de postback incorrecta',
    pixel_not_allowed: 'píxel no permitido',
    order_precedes_click: 'registrado; el pedido es anterior al clic',
    click_unverifiable: 'registrado; no se pudo comprobar el clic',
  },
};
