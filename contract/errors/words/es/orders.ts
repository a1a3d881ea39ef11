import type { ordersErrors } from '../../orders.ts';
import type { TextsOf } from '../text.ts';

export const ordersTexts: TextsOf<typeof ordersErrors> = {
  signature_missing: {
    title: 'Nada demuestra quién envía esto',
    remedy:
      'Envíe "Authorization: Bearer <token>" o firme la petición con el secreto de firma del programa, que la red le dio con la clave de postback (véase «Mensajes firmados» en la documentación).',
  },
  signature_invalid: {
    title: 'La firma no corresponde a la petición',
    remedy:
      'Firme webhook-id, webhook-timestamp y el cuerpo tal como se envía, unidos por puntos, con el secreto de firma del programa que nombra el mensaje.',
  },
  timestamp_out_of_range: {
    title: 'La hora de la firma está demasiado lejos de la nuestra',
    remedy: 'Ponga el reloj en hora y firme cada intento con su propia hora, en segundos enteros desde 1970.',
  },
  message_id_invalid: {
    title: 'El identificador del mensaje no se admite',
    remedy:
      'Envíe en webhook-id de 1 a 128 letras, cifras, guiones o guiones bajos, iguales en todos los intentos de un mensaje.',
  },
  order_id_required: {
    title: 'El pedido no tiene número',
    remedy: 'Envíe el número que el pedido tiene en su tienda, el mismo en cada mensaje sobre él.',
  },
  order_id_invalid: {
    title: 'El número de pedido no se admite',
    remedy: 'Envíe de 1 a 128 caracteres visibles sin espacios.',
  },
  order_time_invalid: {
    title: 'La hora no se admite',
    remedy:
      'Envíe RFC 3339, por ejemplo 2022-06-15T09:00:00.000Z, no anterior al año 2000 ni futura; la de un evento, no anterior a la de su pedido.',
  },
  timezone_required: {
    title: 'La hora no tiene zona',
    remedy: 'Añada la zona a la hora, por ejemplo Z o +03:00, o declare la zona horaria del programa.',
  },
  amount_negative: {
    title: 'El importe es negativo',
    remedy: 'Envíe el precio completo, y lo devuelto como evento de tipo refunded.',
  },
  amount_format: {
    title: 'El importe no es un número decimal',
    remedy: 'Envíe cifras con un punto como máximo, por ejemplo "1234.56".',
  },
  amount_ambiguous: {
    title: 'El importe se puede leer de varias maneras',
    remedy: 'Ponga un punto antes de los decimales y nada entre los millares, por ejemplo "1234.56".',
  },
  amount_must_be_string: {
    title: 'El importe es un número JSON',
    remedy: 'Envíelo entre comillas, por ejemplo "10.10": los números JSON pierden cifras por el camino.',
  },
  amount_required: {
    title: 'La línea no tiene importe',
    remedy: 'Envíe el precio de la línea tras los descuentos, sin envío, por ejemplo "1234.56".',
  },
  amount_too_large: {
    title: 'El importe es demasiado grande',
    remedy: 'Envíe 12 cifras como máximo antes del punto; compruebe la unidad.',
  },
  too_many_decimals: {
    title: 'El importe tiene más decimales que su moneda',
    remedy: 'Redondee el importe a la unidad menor de la moneda.',
  },
  currency_unknown: {
    title: 'La moneda no es un código ISO 4217 vigente',
    remedy: 'Envíe tres letras, como RUB, USD o EUR.',
  },
  currency_required: {
    title: 'El pedido no tiene moneda y el programa no declara ninguna',
    remedy: 'Envíe la moneda de los importes, por ejemplo "currency": "USD".',
  },
  currency_not_agreed: {
    title: 'El programa no admite pedidos en esta moneda',
    remedy: 'Comunique el pedido en una de las monedas de las condiciones del programa.',
  },
  currency_differs: {
    title: 'El pedido se conoce en otra moneda',
    remedy: 'Comunique todas las líneas del pedido en la moneda del primer mensaje sobre él.',
  },
  country_invalid: {
    title: 'El país no es un código de dos letras',
    remedy: 'Envíe ISO 3166-1 alpha-2, por ejemplo RU; si no se sabe el país, deje fuera el campo.',
  },
  quantity_invalid: {
    title: 'La cantidad no se admite',
    remedy: 'Envíe un número entero de 1 a 1000000.',
  },
  macro_not_replaced: {
    title: 'Su sistema ha enviado el propio marcador en vez del valor',
    remedy: 'Corrija la plantilla para que el marcador se sustituya por el valor antes de enviar.',
  },
  click_belongs_to_other_program: {
    title: 'El clic se hizo en un enlace de otro anunciante',
    remedy: 'Envíe el identificador de clic que llegó a su tienda con el comprador.',
  },
  lines_required: {
    title: 'El pedido no tiene líneas',
    remedy: 'Envíe al menos una; para un lead, una línea con importe "0.00".',
  },
  line_repeated: {
    title: 'Dos líneas tienen el mismo identificador',
    remedy: 'Dé a cada línea del pedido su propio line_id.',
  },
  lines_do_not_add_up: {
    title: 'Los importes de las líneas no suman el total',
    remedy: 'Corrija las líneas o el total, o deje fuera el total.',
  },
  too_many_lines: {
    title: 'El pedido tiene demasiadas líneas',
    remedy: 'Envíe 10000 líneas como máximo por petición; las demás, en un segundo mensaje del mismo pedido.',
  },
  status_unknown: {
    title: 'El tipo de evento o el estado es desconocido',
    remedy:
      'En archivos valen approved, declined, reopened y refunded; los tipos de evento están en la descripción de la API.',
  },
  reason_required: {
    title: 'Una infracción necesita su código',
    remedy: 'Envíe "violation" con uno de los códigos del detalle.',
  },
  position_invalid: {
    title: 'La posición no es del pedido',
    remedy: 'Envíe position_id de 1 a position_count.',
  },
  id_reused_with_other_content: {
    title: 'El identificador ya pertenece a otro contenido',
    remedy:
      'Dé a cada evento su propio identificador o déjelo fuera: entonces lo forma el contenido. Dé a cada mensaje firmado su propio webhook-id.',
  },
  transition_not_allowed: {
    title: 'El pedido está en un estado que no permite esto',
    remedy:
      'Mire el pedido; si no es correcto, comunique el evento anterior que falta o pida al operador que lo reabra.',
  },
  refund_exceeds_order: {
    title: 'El reembolso es mayor que la línea',
    remedy: 'Envíe el importe devuelto; si la línea se comunicó de menos, envíe antes una corrección.',
  },
  refund_exceeds_remaining: {
    title: 'Con los reembolsos anteriores, esto supera la línea',
    remedy: 'Mire los eventos del pedido; no envíe de nuevo un reembolso con otro identificador.',
  },
  order_ambiguous: {
    title: 'Varios programas tienen un pedido con este número',
    remedy: 'Nombre el pedido como program/order_id.',
  },
  no_rows: {
    title: 'El archivo no tiene filas',
    remedy: 'Envíe un archivo con cabecera y al menos una fila.',
  },
  format_unsure: {
    title: 'No se puede saber el formato del archivo',
    remedy: 'Guárdelo como CSV en UTF-8 con comas, puntos y comas o tabuladores, o indique el formato.',
  },
  column_missing: {
    title: 'Al archivo le falta una columna obligatoria',
    remedy: 'Añada la columna; las que se han encontrado están en el detalle.',
  },
  conflict_in_file: {
    title: 'Dos filas del archivo se contradicen',
    remedy: 'Deje la correcta; las líneas de ambas están en el detalle.',
  },
  id_damaged_by_spreadsheet: {
    title: 'Una hoja de cálculo ha cambiado el número',
    remedy: 'Dé formato de texto a la columna antes de pegar los números y exporte de nuevo.',
  },
  number_damaged_by_spreadsheet: {
    title: 'La celda contiene un número que la hoja de cálculo no puede mostrar entero',
    remedy: 'Compruebe el número; si es correcto, dé formato de texto a la columna, escríbalo de nuevo y guarde.',
  },
  macros_not_accepted: {
    title: 'El libro contiene macros',
    remedy: 'Guárdelo como «Libro de Excel (.xlsx)», que no lleva macros, o como CSV.',
  },
  spreadsheet_unreadable: {
    title: 'La hoja de cálculo no se puede leer',
    remedy: 'Ábrala, quite su contraseña y guárdela como «Libro de Excel (.xlsx)» o como CSV.',
  },
  doctype_not_allowed: {
    title: 'El XML tiene un tipo de documento',
    remedy: 'Quite <!DOCTYPE …>.',
  },
  xml_malformed: {
    title: 'El XML no está bien formado o no es del tipo esperado',
    remedy: 'Corrija el archivo en la línea indicada.',
  },
  file_too_large: {
    title: 'El archivo o una fila suya es demasiado grande',
    remedy: 'Divida el archivo; el límite está en el detalle.',
  },
  selection_empty: {
    title: 'Ningún pedido es así',
    remedy: 'Cambie los filtros.',
  },
  selection_too_large: {
    title: 'Hay más pedidos seleccionados de los que se tratan de una vez',
    remedy: 'Acote los filtros, por ejemplo por días, o envíe un archivo.',
  },
  selection_changed: {
    title: 'Ya no están seleccionados los pedidos que contó la vista previa',
    remedy: 'Mire de nuevo la vista previa.',
  },
};
