import type { programPagesErrors } from '../../program-pages.ts';
import type { TextsOf } from '../text.ts';

export const programPagesTexts: TextsOf<typeof programPagesErrors> = {
  nothing_to_publish: {
    title: 'La sección ya dice exactamente esto',
    remedy:
      'Cambie el borrador antes de publicarlo: publicar mueve la fecha del último cambio, así que hace falta uno.',
  },
  no_draft: {
    title: 'La sección no tiene borrador en este idioma',
    remedy: 'Guarde primero un borrador.',
  },
  section_changed: {
    title: 'Entretanto otra persona ha cambiado esta sección',
    remedy: 'Guarde una copia de lo que escribió, cargue de nuevo la sección y aplique en ella su cambio.',
  },
  rules_begin: {
    title: 'Una versión de las reglas no puede entrar en vigor ese día',
    remedy:
      'Indique un día posterior a hoy, dentro de un año y no anterior a una versión ya anunciada; una traducción no necesita día.',
  },
  rules_untranslated: {
    title: 'Las reglas de conducta se publican primero en inglés',
    remedy: 'Publique el texto en inglés: su versión es la que aceptan los publishers. Después publique la traducción.',
  },
};
