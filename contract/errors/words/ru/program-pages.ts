import type { programPagesErrors } from '../../program-pages.ts';
import type { TextsOf } from '../text.ts';

export const programPagesTexts: TextsOf<typeof programPagesErrors> = {
  nothing_to_publish: {
    title: 'В разделе уже стоит именно этот текст',
    remedy: 'Сначала измените черновик: публикация сдвигает дату последнего изменения, поэтому нужно изменение.',
  },
  no_draft: {
    title: 'У раздела нет черновика на этом языке',
    remedy: 'Сначала сохраните черновик.',
  },
  section_changed: {
    title: 'Тем временем этот раздел изменил кто-то другой',
    remedy: 'Сохраните копию написанного, загрузите раздел заново и внесите своё изменение в него.',
  },
  rules_untranslated: {
    title: 'Правила поведения сначала публикуются на английском',
    remedy: 'Опубликуйте английский текст: паблишеры принимают именно его версию. Потом опубликуйте перевод.',
  },
};
