import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreviewAnswer } from '../../../../contract/wire/terms.ts';
import { apiSend } from '../../kit/api/api.ts';

const AFTER_MS = 600;

/** What publishing the text would do, in the reader's language; `null` until it is known. Asked again when the text rests. */
export function usePreview(code: string, text: string, basedOn: number, isOn: boolean): PreviewAnswer | null {
  const { i18n } = useTranslation();
  const language = i18n.resolvedLanguage ?? 'en';
  const [told, setTold] = useState<{ readonly text: string; readonly answer: PreviewAnswer } | null>(null);
  useEffect(() => {
    if (!isOn) return;
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const path = `/api/v1/programs/${code}/terms/preview?language=${language}`;
      const answer = await apiSend<PreviewAnswer>('POST', path, { text, based_on: basedOn }).catch(() => null);
      if (isCurrent && answer !== null) setTold({ text, answer });
    }, AFTER_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [code, text, basedOn, language, isOn]);
  return told?.text === text ? told.answer : null;
}
