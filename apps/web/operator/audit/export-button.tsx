import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, apiDownload, problemSentence, type Query } from '../../kit/api/api.ts';
import { useNotice } from '../../kit/notices/use-notice.ts';

/** What fits the filters, as a file for spreadsheets. */
export function ExportButton({ query }: { readonly query: Query }) {
  const { t, i18n } = useTranslation('frame');
  const say = useNotice();
  const [running, setRunning] = useState(false);
  const save = async (): Promise<void> => {
    setRunning(true);
    try {
      await apiDownload('/api/v1/audit/export', query);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      say(problemSentence(error.problem, i18n.language), 'bad');
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button variant="default" loading={running} onClick={() => void save()}>
      {t('actions.export')}
    </Button>
  );
}
