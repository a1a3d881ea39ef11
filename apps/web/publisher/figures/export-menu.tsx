import { Button, Menu } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem, apiDownload, problemSentence, type Query } from '../../kit/api/api.ts';
import { useNotice } from '../../kit/notices/use-notice.ts';

/** What is shown, as a file for spreadsheets or programs. */
export function ExportMenu({ path, query }: { readonly path: string; readonly query: Query }) {
  const { t, i18n } = useTranslation(['publisher', 'frame']);
  const say = useNotice();
  const [running, setRunning] = useState(false);
  const save = async (format: 'csv' | 'jsonl'): Promise<void> => {
    setRunning(true);
    try {
      await apiDownload(path, { ...query, format });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      say(problemSentence(error.problem, i18n.language), 'bad');
    } finally {
      setRunning(false);
    }
  };
  return (
    <Menu>
      <Menu.Target>
        <Button variant="default" loading={running}>
          {t('frame:actions.export')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => save('csv')}>{t('filters.csv')}</Menu.Item>
        <Menu.Item onClick={() => save('jsonl')}>{t('filters.jsonl')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
