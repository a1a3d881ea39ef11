import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueName, WaitingPage } from '../../../../../contract/wire/moderation-many.ts';
import { useAddress } from '../../../kit/address/use-address.ts';
import { useMayWrite } from '../../../kit/api/may-write.ts';
import { useApi } from '../../../kit/api/use-api.ts';
import { Empty, Loaded } from '../../../kit/page/states.tsx';
import { DataTable } from '../../../kit/table/data-table.tsx';
import { Pages } from '../../../kit/table/pages.tsx';
import { useTyped } from '../../look/use-typed.ts';
import { JudgedReport, type Report } from './judged-report.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { useSelection } from './use-selection.ts';
import { VerdictDialog } from './verdict-dialog.tsx';
import { useWaitingColumns } from './waiting-columns.tsx';

const PAGE = 50;

/** A queue as a list: searched, chosen from, decided together. */
export function WaitingList({ queue }: { readonly queue: QueueName }) {
  const { t } = useTranslation('operator');
  const mayWrite = useMayWrite();
  const { values, change } = useAddress({ text: '', page: '1' });
  const page = Math.max(1, Math.trunc(Number(values.page)) || 1);
  const found = useApi<WaitingPage>('/api/v1/moderation/waiting', {
    queue,
    text: values.text,
    offset: (page - 1) * PAGE,
    limit: PAGE,
  });
  const selection = useSelection();
  const [verdict, setVerdict] = useState<'approve' | 'decline' | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const rows = found.data?.entries ?? [];
  const columns = useWaitingColumns(queue, rows, mayWrite ? selection : null);
  return (
    <Stack gap="md">
      <Search text={values.text} onSearch={(text) => change({ text, page: '1' })} />
      {report === null ? null : (
        <JudgedReport queue={queue} report={report} onReport={setReport} onClose={() => setReport(null)} />
      )}
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={<NothingThere text={values.text} />}>
        {({ entries, total }) => (
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('many.found', { count: total })}
            </Text>
            {mayWrite ? (
              <SelectionBar
                queue={queue}
                text={values.text}
                rows={entries}
                total={total}
                selection={selection}
                onVerdict={setVerdict}
              />
            ) : null}
            <DataTable
              caption={t(`moderation.queues.${queue}`)}
              columns={columns}
              rows={entries}
              rowKey={({ key }) => key}
            />
            <Pages
              page={page}
              hasMore={page * PAGE < total}
              onPage={(next) => change({ page: String(next) }, { push: true })}
            />
          </Stack>
        )}
      </Loaded>
      {verdict === null ? null : (
        <VerdictDialog
          queue={queue}
          verdict={verdict}
          entries={selection.entries}
          onClose={() => setVerdict(null)}
          onJudged={(judged) => {
            setReport({ verdict, judged, asked: selection.entries.length });
            setVerdict(null);
            selection.clear();
            change({ page: '1' });
          }}
        />
      )}
    </Stack>
  );
}

function Search({ text, onSearch }: { readonly text: string; readonly onSearch: (text: string) => void }) {
  const { t } = useTranslation('operator');
  const [typed, setTyped] = useTyped(text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSearch(typed.trim());
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('many.search')}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            // The cross of the field empties it without Enter.
            if (event.currentTarget.value === '' && text !== '') onSearch('');
          }}
          maxLength={200}
          type="search"
          w={{ base: '100%', xs: '24rem' }}
        />
        <Button type="submit" variant="default">
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

function NothingThere({ text }: { readonly text: string }) {
  const { t } = useTranslation('operator');
  if (text !== '') return <Empty title={t('many.noneFits')} />;
  return <Empty title={t('moderation.empty')}>{t('moderation.emptyWhy')}</Empty>;
}
