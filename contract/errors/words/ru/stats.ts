import type { statsErrors } from '../../stats.ts';
import type { TextsOf } from '../text.ts';

export const statsTexts: TextsOf<typeof statsErrors> = {
  range_invalid: {
    title: 'Период перевёрнут, пуст или слишком длинный',
    remedy:
      'Последний день должен быть позже первого; длинный период запрашивайте частями или выгрузите командой tributary export.',
  },
  combination_unsupported: {
    title: 'По этим измерениям вместе клики не считаются',
    remedy:
      'Оставьте что-то одно из часа, ссылки, страны, устройства и SubID, а остальное запросите отдельными отчётами; отдельные клики по любому из них отдаёт GET /api/v1/clicks.',
  },
  export_too_large: {
    title: 'В файле было бы больше строк, чем можно',
    remedy: 'Выберите период короче или меньше измерений и выгружайте по частям.',
  },
};
