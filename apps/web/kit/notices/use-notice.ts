import { useTranslation } from 'react-i18next';
import { showNotice } from './corner.tsx';

/** Says something in the corner for a moment: what was done, or that it was not. */
export function useNotice(): (message: string, tone?: 'good' | 'bad') => void {
  const { t } = useTranslation('frame');
  const closeButtonProps = { 'aria-label': t('actions.close') };
  return (message, tone = 'good') => {
    showNotice({ message, color: tone === 'good' ? 'teal' : 'red', closeButtonProps });
  };
}
