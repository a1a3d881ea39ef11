import type { statsErrors } from '../../stats.ts';
import type { TextsOf } from '../text.ts';

export const statsTexts: TextsOf<typeof statsErrors> = {
  range_invalid: {
    title: 'El período está invertido, vacío o es demasiado largo',
    remedy: 'El último día debe ser posterior al primero; pida los períodos largos por partes o use tributary export.',
  },
  combination_unsupported: {
    title: 'Los clics no se cuentan por estas dimensiones a la vez',
    remedy:
      'Deje solo una de hora, enlace, país, dispositivo o SubID y pida las demás en informes aparte; los clics sueltos por cualquiera de ellas están en GET /api/v1/clicks.',
  },
  export_too_large: {
    title: 'El archivo tendría más filas de las que puede tener',
    remedy: 'Elija un período más corto o menos dimensiones y descargue por partes.',
  },
};
