import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ConfirmAction } from '../controls/confirm-action.tsx';

interface UnsavedProps {
  readonly when: boolean;
  /** What would be lost, where that is something else than a change. */
  readonly words?: { readonly title: string; readonly what: string };
}

/** Asks before what somebody changed and did not save is lost: by a link, another tab, the way back or closing the window. */
export function Unsaved({ when, words }: UnsavedProps) {
  const { t } = useTranslation('frame');
  const { status, proceed, reset } = useBlocker({
    shouldBlockFn: () => when,
    enableBeforeUnload: when,
    disabled: !when,
    withResolver: true,
  });
  return (
    <ConfirmAction
      opened={status === 'blocked'}
      onClose={() => reset?.()}
      title={words?.title ?? t('unsaved.title')}
      action={t('unsaved.leave')}
      onConfirm={() => proceed?.()}
    >
      {words?.what ?? t('unsaved.what')}
    </ConfirmAction>
  );
}
