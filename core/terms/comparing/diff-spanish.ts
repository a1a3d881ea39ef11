import { compareDecimals, type Decimal, formatDecimal } from '../../money/decimal.ts';
import type { Instant } from '../../time/instant.ts';
import { formatWallTime } from '../../time/zone.ts';
import type { FixedReward, Rounding } from '../model.ts';
import { printAmount } from '../printing/print-rule.ts';
import type { RateOf, Where } from './compare.ts';
import {
  type ChangeOf,
  changeTeller,
  type Phrases,
  type RuleChange,
  type SettingChange,
  type StatementChange,
  toldDuration,
  withComma,
} from './diff-phrases.ts';

export const spanishPhrases: Phrases = {
  since: (from, zone, version) =>
    from === null ? `En la versión ${version}` : `Desde el ${formatWallTime(from, zone)} ${zone}`,
  sentence: (since, change) => `${since}, ${change}.`,
  change: changeTeller({
    rate: rateChange,
    cap: capChange,
    statement: statementChange,
    rule: ruleChange,
    setting: settingChange,
  }),
  interval,
  versionAdded: (id, valid) => `La versión ${id} es nueva; está vigente ${valid}.`,
  versionRemoved: (id) => `La versión ${id} ya no existe.`,
  versionMoved: (id, before, after) => `La versión ${id} está vigente ${after}; antes, ${before}.`,
  versionSays: (id, change) => `En la versión ${id}, ${change}.`,
  about: {
    name: (_, before, after) => `El programa se llama «${after}» en lugar de «${before}».`,
    timeZone: (_, before, after) => `La zona horaria es ${after} en lugar de ${before}.`,
    orders: (_, before, after) => `Los pedidos se aceptan en ${after} en lugar de ${before}.`,
    category: (name, before, after) => addedOrNot(`la categoría ${name}`, before, after),
    countries: (name, before, after) => addedOrNot(`el conjunto de países ${name}`, before, after),
    internalRate: (pair, before, after) => addedOrNot(`el tipo de cambio interno ${pair}`, comma(before), comma(after)),
    notice: (name, before, after) => addedOrNot(`el aviso ${name}`, before, after),
    entry: (list, id, before, after) => {
      if (before === null) return `${id} entra en la lista ${list}: ${after}.`;
      return after === null
        ? `${id} sale de la lista ${list}.`
        : `${id} figura en la lista ${list} ${after}; antes, ${before}.`;
    },
  },
};

function addedOrNot(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `Se añade ${subject}: «${after}».`;
  return after === null ? `Se elimina ${subject}.` : `Cambia ${subject}: «${after}» en lugar de «${before}».`;
}

function comma(rate: string | null): string | null {
  return rate === null ? null : withComma(rate);
}

function interval(from: Instant | null, until: Instant | null, zone: string): string {
  if (from === null && until === null) return 'siempre';
  const start = from === null ? '' : `desde el ${formatWallTime(from, zone)}`;
  const end = until === null ? '' : `hasta el ${formatWallTime(until, zone)}`;
  return `${[start, end].filter((part) => part !== '').join(' ')} ${zone}`;
}

function rateChange({ of, where, before, after, categoryName }: ChangeOf<'rate'>): string {
  const subject = `la tarifa ${rateOf(of, categoryName)}${place(where)}`;
  if (before === null) return `${subject} es del ${percent(after)}; antes no estaba indicada`;
  if (after === null) return `${subject} ya no está indicada; era del ${percent(before)}`;
  return `${subject} ${compareDecimals(before, after) < 0 ? 'sube' : 'baja'} del ${percent(before)} al ${percent(after)}`;
}

function rateOf(of: RateOf, categoryName: string | null): string {
  switch (of.kind) {
    case 'rule':
      return `de la regla ${of.rule}`;
    case 'category':
      return `de la categoría ${categoryName ?? of.category}`;
    case 'other-categories':
      return 'de todas las demás categorías';
    case 'tier': {
      const from = withComma(formatDecimal(of.from));
      return of.counts === 'orders'
        ? `del tramo desde ${from} ${from === '1' ? 'pedido' : 'pedidos'}`
        : `del tramo con un volumen desde ${from}`;
    }
  }
}

function percent(value: Decimal | null): string {
  return value === null ? 'no indicado' : `${withComma(formatDecimal(value))} %`;
}

function place(where: Where): string {
  switch (where.kind) {
    case 'everywhere':
      return '';
    case 'outside':
      return ` fuera de ${where.regime}`;
    case 'in':
      return ` en ${where.regimes.join(' y ')}`;
  }
}

const CAPS = {
  line: 'el límite por línea',
  order: 'el límite por pedido',
  day: 'el límite por día',
  month: 'el límite por mes',
  budget: 'el presupuesto',
} as const;

function capChange({ per, before, after, rises }: ChangeOf<'cap'>): string {
  const subject = CAPS[per];
  if (before === null) return `${subject} es de ${withComma(after ?? '')}; antes no lo había`;
  if (after === null) return `${subject} deja de existir; era de ${withComma(before)}`;
  return `${subject} ${rises ? 'sube' : 'baja'} de ${withComma(before)} a ${withComma(after)}`;
}

function statementChange(change: StatementChange): string {
  const { before, after } = change;
  const subject =
    change.kind === 'regime'
      ? `el régimen ${change.name}`
      : change.kind === 'note'
        ? `la nota ${change.note}`
        : `el límite de «${change.about}»`;
  if (before === null) return `se añade ${subject}: «${after}»`;
  return after === null
    ? `desaparece ${subject}; decía: «${before}»`
    : `${subject} es «${after}» en lugar de «${before}»`;
}

function ruleChange(change: RuleChange): string {
  const name = 'where' in change ? `regla ${change.rule}${place(change.where)}` : `regla ${change.rule}`;
  const subject = `la ${name}`;
  switch (change.kind) {
    case 'fixed':
      return fixedChange(subject, fixed(change.before), fixed(change.after));
    case 'rule-added':
      return `hay una nueva ${name}: «${change.text}»`;
    case 'rule-removed':
      return `desaparece ${subject}; decía: «${change.text}»`;
    case 'rule-where':
      return `${subject} se aplica${place(change.after) || EVERYWHERE}; antes,${place(change.before) || EVERYWHERE}`;
    case 'rule-when':
      return `${subject} se aplica con la condición «${change.after}»; antes, con «${change.before}»`;
    case 'rule-then':
      return `${subject} dice «${change.after}» en lugar de «${change.before}»`;
    case 'rule-moved':
      return change.before === null
        ? `${subject} pasa al último lugar`
        : `${subject} va justo antes de la regla ${change.before}`;
  }
}

const EVERYWHERE = ' en todas partes';
const PER = { order: 'por pedido', line: 'por línea', unit: 'por unidad' } as const;

function fixed(rewards: readonly FixedReward[]): string | null {
  const told = ({ amount, per }: FixedReward) => `${withComma(printAmount(amount))} ${PER[per]}`;
  return rewards.length === 0 ? null : rewards.map(told).join(' más ');
}

function fixedChange(subject: string, before: string | null, after: string | null): string {
  if (before === null) return `${subject} paga además ${after}`;
  return after === null ? `${subject} ya no paga ${before}` : `${subject} paga ${after} en lugar de ${before}`;
}

const ROUNDING: Readonly<Record<Rounding, string>> = {
  'half-even': 'al más cercano, y la mitad al par',
  'half-up': 'al más cercano, y la mitad hacia arriba',
  down: 'hacia abajo',
};

function settingChange(change: SettingChange): string {
  switch (change.kind) {
    case 'window':
      return `un clic cuenta durante ${toldDuration(change.after, 'es')} en lugar de ${toldDuration(change.before, 'es')}`;
    case 'pick':
      return `el pedido corresponde al ${change.after === 'last' ? 'último' : 'primer'} clic`;
    case 'coupon':
      return change.after === 'ignored'
        ? 'los cupones ya no deciden a quién corresponde el pedido'
        : 'el pedido corresponde al dueño del cupón';
    case 'geo-match':
      return change.after.by === 'country'
        ? 'el país del clic y el de entrega tienen que ser el mismo'
        : `el país del clic y el de entrega tienen que estar los dos dentro o los dos fuera de ${change.after.countrySet}`;
    case 'accrual': {
      const rate = change.atInternalRate ? ', al tipo de cambio interno' : '';
      return `las recompensas se calculan en ${change.after} en lugar de ${change.before}${rate}`;
    }
    case 'conversion':
      return change.after === 'none'
        ? 'los importes ya no se convierten'
        : 'los importes se convierten al tipo de cambio interno del programa';
    case 'rounding':
      return `los importes se redondean ${ROUNDING[change.after]}; antes, ${ROUNDING[change.before]}`;
    case 'confirmation':
      return `un pedido se confirma con «${change.after}» en lugar de «${change.before}»`;
    case 'confirmation-time':
      return `la confirmación se espera ${days(change.after)}; antes, ${days(change.before)}`;
  }
}

function days(within: number | null): string {
  if (within === null) return 'en cualquier momento';
  return `en un plazo de ${within} ${within === 1 ? 'día' : 'días'}`;
}
