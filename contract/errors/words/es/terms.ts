import type { termsErrors } from '../../terms.ts';
import type { TextsOf } from '../text.ts';

export const termsTexts: TextsOf<typeof termsErrors> = {
  terms_invalid: {
    title: 'Las condiciones tienen errores',
    remedy: 'Corrija lo encontrado; cada error indica línea y columna. Compruebe antes de publicar.',
  },
  terms_program_mismatch: {
    title: 'Las condiciones están escritas para otro programa',
    remedy: 'Publique el archivo con el código de programa que indica su primera línea.',
  },
  back_dated_terms: {
    title: 'La publicación cambiaría condiciones que ya están en vigor',
    remedy:
      'Deje como están las versiones, listas y tasas en vigor y añada una versión o entrada que empiece en el futuro. O proponga el texto con su razón: necesita la aprobación de la red. `affected` dice qué pedidos se hicieron en ese tiempo.',
  },
  notice_too_short: {
    title: 'El cambio empieza antes de que pase el plazo de aviso prometido a los socios',
    remedy: 'Que empiece en `earliest` o después. O proponga el texto con su razón: necesita la aprobación de la red.',
  },
  terms_need_two: {
    title: 'Las condiciones de este programa las publican dos personas',
    remedy: 'Proponga el texto; una segunda persona de su organización lo aprueba, y así se publica.',
  },
  not_back_dated: {
    title: 'El texto no necesita el visto bueno de nadie más',
    remedy:
      'Publíquelo: se propone lo que cambia el pasado, no respeta el plazo de aviso o es de un programa cuyas condiciones publican dos personas.',
  },
  draft_conflict: {
    title: 'Entretanto el borrador se ha guardado en otro sitio',
    remedy: 'Cargue de nuevo el borrador y aplique su cambio.',
  },
  backtest_running: {
    title: 'Ya se está probando otro texto de este programa',
    remedy: 'Espere a que termine o cancele la prueba.',
  },
  proposal_open: {
    title: 'Otra propuesta de este programa espera decisión',
    remedy: 'Espere la decisión, o rechace usted esa propuesta y proponga de nuevo.',
  },
  proposal_decided: {
    title: 'Esta propuesta ya está decidida',
    remedy: 'Si el texto aún hace falta, propóngalo de nuevo.',
  },
  proposal_outdated: {
    title: 'El texto cambiaría ahora más de lo que se propuso',
    remedy: 'Rechácelo y propóngalo de nuevo: ha pasado tiempo y ahora cambiaría más.',
  },
  second_person_required: {
    title: 'Una propuesta la aprueba alguien distinto de quien la hizo',
    remedy: 'Pídaselo a una segunda persona de su organización o, si el texto cambia el pasado, al operador de la red.',
  },
  version_conflict: {
    title: 'Entretanto otra persona ha publicado las condiciones',
    remedy:
      'Lea las condiciones actuales, aplique su cambio y publique de nuevo. `diff` dice qué cambiaron los demás y qué cambiaría su texto.',
  },
  conflicting_rules: {
    title: 'Dos reglas dan recompensas distintas a los mismos pedidos',
    remedy: 'Decida cuál vale; se indican las dos líneas.',
  },
  internal_rate_conflict: {
    title: 'Ese día ya tiene otro tipo de cambio interno, y el día ha empezado',
    remedy: 'Déjelo: con él pueden haberse decidido pedidos. Los de días posteriores aún se pueden indicar de nuevo.',
  },
};
