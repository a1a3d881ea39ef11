import { useTranslation } from 'react-i18next';

/** What a record says was done, in words; the code where another version of the software wrote it. */
export function useActionName(): (action: string) => string {
  const { t } = useTranslation('operator');
  return (action) =>
    t(`audit.actions.${action.replace('.', '-')}` as 'audit.actions.user-created', { defaultValue: action });
}
