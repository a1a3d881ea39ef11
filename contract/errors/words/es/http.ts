import type { httpErrors } from '../../http.ts';
import type { TextsOf } from '../text.ts';

export const httpTexts: TextsOf<typeof httpErrors> = {
  json_malformed: {
    title: 'El cuerpo no es JSON correcto',
    remedy: 'Corrija el JSON en la posición indicada; no se admiten comentarios ni comas finales.',
  },
  duplicate_key: {
    title: 'Una clave aparece dos veces en un mismo objeto JSON',
    remedy: 'Envíe cada clave una sola vez: entre dos valores no se puede elegir.',
  },
  duplicate_parameter: {
    title: 'Se ha enviado varias veces un parámetro que admite un solo valor',
    remedy: 'Envíe el parámetro una sola vez.',
  },
  json_too_deep: {
    title: 'El JSON tiene demasiados niveles o demasiadas claves',
    remedy: 'Envíe un documento más plano o más pequeño; los límites están en el detalle.',
  },
  field_not_allowed: {
    title: 'La petición contiene un campo que aquí no se admite',
    remedy: 'Quite el campo; los admitidos están en la descripción de la API.',
  },
  unknown_field: {
    title: 'La dirección contiene un parámetro desconocido',
    remedy: 'Use los parámetros de la descripción de la API.',
  },
  parameter_invalid: {
    title: 'Un parámetro de la dirección tiene un valor no admitido',
    remedy: 'Use un valor con la forma o en el rango esperados.',
  },
  field_required: {
    title: 'Falta un campo obligatorio',
    remedy: 'Rellene el campo.',
  },
  field_invalid: {
    title: 'Un campo tiene un valor no admitido',
    remedy: 'Indique un valor con la forma o en el rango esperados.',
  },
  not_utf8: {
    title: 'El texto no está en UTF-8',
    remedy: 'Codifique la petición en UTF-8.',
  },
  content_type: {
    title: 'Aquí no se admite ese tipo de contenido o esa codificación',
    remedy: 'Envíe uno de los tipos admitidos e indíquelo en la cabecera Content-Type.',
  },
  body_too_large: {
    title: 'El cuerpo es mayor de lo admitido',
    remedy: 'Divida la petición; el límite está en el detalle.',
  },
  expanded_too_large: {
    title: 'No se admite el cuerpo comprimido: al descomprimirlo podría superar el límite',
    remedy: 'Envíe el cuerpo sin Content-Encoding.',
  },
  uri_too_long: {
    title: 'La dirección es demasiado larga',
    remedy: 'Envíe los parámetros en el cuerpo.',
  },
  headers_too_large: {
    title: 'Las cabeceras son demasiado grandes',
    remedy: 'Envíe menos cabeceras y cookies, o más pequeñas.',
  },
  request_timeout: {
    title: 'La petición no llegó completa a tiempo',
    remedy: 'Envíe cabeceras y cuerpo sin pausas; divida lo que sea demasiado grande para su conexión.',
  },
  bad_request: {
    title: 'La petición no se puede leer',
    remedy: 'Corrija la petición como dice el detalle.',
  },
  not_found: {
    title: 'No existe o no le corresponde verlo',
    remedy: 'Compruebe la dirección y el identificador.',
  },
  method_not_allowed: {
    title: 'Aquí no se admite este método',
    remedy: 'Use uno de los métodos de la cabecera Allow.',
  },
  rate_limited: {
    title: 'Demasiadas peticiones',
    remedy: 'Espere y vuelva a intentarlo.',
  },
  not_ready: {
    title: 'El servicio no puede responder en este momento',
    remedy: 'Vuelva a intentarlo dentro de un momento.',
  },
  internal_error: {
    title: 'El servicio ha fallado',
    remedy: 'Inténtelo más tarde; si vuelve a fallar, comunique a la red el número de la petición.',
  },
};
