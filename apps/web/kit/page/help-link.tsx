import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { words } from '../../../../contract/words/en/frame.ts';

export type HelpArticle = keyof (typeof words)['helpOn'];

/** To the article that answers what is asked here; beside the screen, so that nothing on it is lost. */
export function HelpLink({ article }: { readonly article: HelpArticle }) {
  const { t, i18n } = useTranslation('frame');
  const text = t(`helpOn.${article}`);
  return (
    <Anchor
      size="sm"
      href={`/${i18n.language.slice(0, 2)}/help/${article}`}
      target="_blank"
      rel="noopener"
      aria-label={t('helpBeside', { article: text })}
    >
      {text}
    </Anchor>
  );
}
