import type { Rounding } from '../model.ts';
import { type DiffWords, toldDuration, withComma } from './diff-words.ts';

const PER = { order: 'por pedido', line: 'por línea', unit: 'por unidad' } as const;
const ROUNDING: Readonly<Record<Rounding, string>> = {
  'half-even': 'al más cercano, y la mitad al par',
  'half-up': 'al más cercano, y la mitad hacia arriba',
  down: 'hacia abajo',
};

export const spanishWords: DiffWords = {
  number: withComma,
  duration: (ms) => toldDuration(ms, 'es'),
  sentence: (since, clause) => `${since}, ${clause}.`,
  since: (wallTime) => `Desde el ${wallTime}`,
  inVersion: (version) => `En la versión ${version}`,
  always: 'siempre',
  from: (wallTime) => `desde el ${wallTime}`,
  until: (wallTime) => `hasta el ${wallTime}`,
  versionAdded: (id, interval) => `La versión ${id} es nueva; está vigente ${interval}.`,
  versionRemoved: (id) => `La versión ${id} ya no existe.`,
  versionMoved: (id, before, after) => `La versión ${id} está vigente ${after}; antes, ${before}.`,

  programName: (before, after) => `El programa se llama «${after}» en lugar de «${before}».`,
  timeZone: (before, after) => `La zona horaria es ${after} en lugar de ${before}.`,
  orderCurrencies: (before, after) => `Los pedidos se aceptan en ${after} en lugar de ${before}.`,
  named: {
    added: (subject, after) => `Se añade ${subject}: «${after}».`,
    removed: (subject) => `Se elimina ${subject}.`,
    changed: (subject, before, after) => `Cambia ${subject}: «${after}» en lugar de «${before}».`,
  },
  category: (name) => `la categoría ${name}`,
  countries: (name) => `el conjunto de países ${name}`,
  internalRate: (pair) => `el tipo de cambio interno ${pair}`,
  sibling: (name) => `la relación con las tasas de ${name}`,
  notice: (name) => `el aviso ${name}`,
  entry: (list) => ({
    added: (id, after) => `${id} entra en la lista ${list}: ${after}.`,
    removed: (id) => `${id} sale de la lista ${list}.`,
    changed: (id, before, after) => `${id} figura en la lista ${list} ${after}; antes, ${before}.`,
  }),

  everywhere: 'en todas partes',
  inside: (regimes) => `en ${regimes.join(' y ')}`,
  outside: (regime) => `fuera de ${regime}`,
  rate: {
    added: (subject, after) => `${subject} es del ${after}; antes no estaba indicada`,
    removed: (subject, before) => `${subject} ya no está indicada; era del ${before}`,
    rises: (subject, before, after) => `${subject} sube del ${before} al ${after}`,
    falls: (subject, before, after) => `${subject} baja del ${before} al ${after}`,
  },
  rateOfRule: (rule) => `la tarifa de la regla ${rule}`,
  rateOfCategory: (name) => `la tarifa de la categoría ${name}`,
  rateOfOtherCategories: 'la tarifa de todas las demás categorías',
  rateOfOrders: (from) => `la tarifa del tramo desde ${withComma(from)} ${from === '1' ? 'pedido' : 'pedidos'}`,
  rateOfTurnover: (from) => `la tarifa del tramo con un volumen desde ${withComma(from)}`,
  cap: {
    added: (subject, after) => `${subject} es de ${after}; antes no lo había`,
    removed: (subject, before) => `${subject} deja de existir; era de ${before}`,
    rises: (subject, before, after) => `${subject} sube de ${before} a ${after}`,
    falls: (subject, before, after) => `${subject} baja de ${before} a ${after}`,
  },
  caps: {
    line: 'el límite por línea',
    order: 'el límite por pedido',
    day: 'el límite por día',
    month: 'el límite por mes',
    budget: 'el presupuesto',
  },
  statement: {
    added: (subject, after) => `se añade ${subject}: «${after}»`,
    removed: (subject, before) => `desaparece ${subject}; decía: «${before}»`,
    changed: (subject, before, after) => `${subject} es «${after}» en lugar de «${before}»`,
  },
  regime: (name) => `el régimen ${name}`,
  note: (name) => `la nota ${name}`,
  importLimit: (about) => `el límite de «${about}»`,

  rule: (name) => `regla ${name}`,
  ruleItself: {
    added: (rule, after) => `hay una nueva ${rule}: «${after}»`,
    removed: (rule, before) => `desaparece la ${rule}; decía: «${before}»`,
  },
  ruleWhere: (rule, before, after) => `la ${rule} se aplica ${after}; antes, ${before}`,
  ruleWhen: (rule, before, after) => `la ${rule} se aplica con la condición «${after}»; antes, con «${before}»`,
  ruleThen: (rule, before, after) => `la ${rule} dice «${after}» en lugar de «${before}»`,
  ruleLast: (rule) => `la ${rule} pasa al último lugar`,
  ruleBefore: (rule, next) => `la ${rule} va justo antes de la regla ${next}`,
  fixed: {
    added: (rule, after) => `la ${rule} paga además ${after}`,
    removed: (rule, before) => `la ${rule} ya no paga ${before}`,
    changed: (rule, before, after) => `la ${rule} paga ${after} en lugar de ${before}`,
  },
  fixedReward: (amount, per) => `${amount} ${PER[per]}`,
  plus: 'más',

  window: (before, after) => `un clic cuenta durante ${after} en lugar de ${before}`,
  pick: { last: 'el pedido corresponde al último clic', first: 'el pedido corresponde al primer clic' },
  coupon: {
    ignored: 'los cupones ya no deciden a quién corresponde el pedido',
    'coupon-first': 'el pedido corresponde al dueño del cupón',
  },
  sameCountry: 'el país del clic y el de entrega tienen que ser el mismo',
  sameSide: (countrySet) =>
    `el país del clic y el de entrega tienen que estar los dos dentro o los dos fuera de ${countrySet}`,
  accrual: (before, after) => `las recompensas se calculan en ${after} en lugar de ${before}`,
  atInternalRate: 'al tipo de cambio interno',
  conversion: {
    'internal-rate': 'los importes se convierten al tipo de cambio interno del programa',
    none: 'los importes ya no se convierten',
  },
  rounding: (before, after) => `los importes se redondean ${ROUNDING[after]}; antes, ${ROUNDING[before]}`,
  confirmation: (before, after) => `un pedido se confirma con «${after}» en lugar de «${before}»`,
  confirmationTime: (before, after) => `la confirmación se espera ${after}; antes, ${before}`,
  withinDays: (days) => `en un plazo de ${days} ${days === 1 ? 'día' : 'días'}`,
  atAnyTime: 'en cualquier momento',
};
