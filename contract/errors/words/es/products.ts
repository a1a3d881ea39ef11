import type { productsErrors } from '../../products.ts';
import type { TextsOf } from '../text.ts';

export const productsTexts: TextsOf<typeof productsErrors> = {
  product_unknown: {
    title: 'El producto no está en el catálogo del programa',
    remedy: 'Compruebe el identificador o importe antes el producto: tributary import products.',
  },
  product_id_invalid: {
    title: 'El identificador del producto no se admite',
    remedy: 'Envíe de 1 a 128 caracteres visibles sin espacios.',
  },
  product_flag_invalid: {
    title: 'Un indicador del producto no es ni sí ni no',
    remedy: 'Escriba true o false (también valen yes/no y 1/0); si no se sabe, deje la celda vacía.',
  },
  seller_country_invalid: {
    title: 'El país del vendedor no es un código de dos letras',
    remedy: 'Envíe el ISO 3166-1 alpha-2 del vendedor, no del almacén; si no se sabe, déjelo vacío.',
  },
  price_invalid: {
    title: 'El precio no se admite',
    remedy: 'Envíe un número decimal que no sea negativo y su moneda, por ejemplo 20.00 y USD.',
  },
  product_url_invalid: {
    title: 'La dirección del producto no se admite',
    remedy: 'Envíe una dirección completa que empiece por https:// y tenga 2048 caracteres como máximo.',
  },
  product_url_not_allowed: {
    title: 'La dirección del producto no lleva a la tienda',
    remedy: 'Envíe una dirección de un sitio del programa; sin ella el producto no tiene enlace de afiliado.',
  },
  column_unknown: {
    title: 'El archivo tiene una columna desconocida',
    remedy: 'Corrija el nombre de la columna o quítela; las conocidas están en el detalle.',
  },
  column_repeated: {
    title: 'Dos columnas del archivo se llaman igual',
    remedy: 'Deje la que corresponde.',
  },
  row_shape: {
    title: 'La fila no encaja con la cabecera',
    remedy:
      'Cada fila debe tener tantas celdas como la cabecera; ponga entre comillas las celdas que contengan el separador.',
  },
  rate_invalid: {
    title: 'La tasa no es un porcentaje',
    remedy: 'Escriba un número con punto o coma antes de los decimales, por ejemplo 1.15 o 1,15%.',
  },
  rate_must_be_string: {
    title: 'La tasa es un número JSON',
    remedy: 'Envíela entre comillas, por ejemplo "5.00": los números JSON pierden cifras por el camino.',
  },
  rate_period_invalid: {
    title: 'La tasa termina donde empieza o antes',
    remedy: 'valid_until debe ser posterior a valid_from o quedar vacío.',
  },
  gone_changed: {
    title: 'En el archivo faltan otros que los que contó la prueba',
    remedy: 'Vuelva a probar el archivo: entretanto alguien cambió los datos.',
  },
  rate_terms_missing: {
    title: 'El programa no tiene condiciones para ese tiempo, así que la tasa no se puede comprobar',
    remedy: 'Publique antes las condiciones del programa o corrija valid_from.',
  },
  RATE_OUT_OF_RANGE: {
    title: 'La tasa está fuera de los límites de las condiciones',
    remedy: 'Corrija la tasa; los límites y la versión de las condiciones están en el detalle.',
  },
  UPLIFT_ABOVE_60: {
    title: 'La tasa sube más de lo que permiten las condiciones',
    remedy: 'Corrija la tasa; la anterior y la mayor permitida están en el detalle.',
  },
  NOT_AN_INCREASE: {
    title: 'La tasa no es mayor que antes, aunque se anuncia una subida',
    remedy: 'Si es lo que quería, no hay que hacer nada: la tasa se ha tomado.',
  },
};
