import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingPage } from '../../../../contract/wire/many.ts';
import { useAddress } from '../address/use-address.ts';
import { useTyped } from '../address/use-typed.ts';
import { useMayWrite } from '../api/may-write.ts';
import { useApi } from '../api/use-api.ts';
import { Empty, Loaded } from '../page/states.tsx';
import { DataTable } from '../table/data-table.tsx';
import { Pages } from '../table/pages.tsx';
import { JudgedReport, type Report } from './judged-report.tsx';
import type { ManyOf } from './many-of.ts';
import { SelectionBar } from './selection-bar.tsx';
import { useSelection } from './use-selection.ts';
import { VerdictDialog } from './verdict-dialog.tsx';
import { useWaitingColumns } from './waiting-columns.tsx';

const PAGE = 50;

/** What waits, as a list: searched, chosen from, decided together. Search and page are in the address. */
export function WaitingList({ of: many }: { readonly of: ManyOf }) {
  const { t } = useTranslation('many');
  const mayWrite = useMayWrite();
  const { values, change } = useAddress({ text: '', page: '1' });
  const page = Math.max(1, Math.trunc(Number(values.page)) || 1);
  const found = useApi<WaitingPage>(many.list.path, {
    ...many.list.query,
    text: values.text,
    offset: (page - 1) * PAGE,
    limit: PAGE,
  });
  const selection = useSelection();
  const [verdict, setVerdict] = useState<'approve' | 'decline' | null>(null);
  const [report, setReport] = useState<Report | null>(null);
  const rows = found.data?.entries ?? [];
  const columns = useWaitingColumns(many, rows, mayWrite ? selection : null);
  return (
    <Stack gap="md">
      <Search text={values.text} onSearch={(text) => change({ text, page: '1' })} />
      {report === null ? null : (
        <JudgedReport of={many} report={report} onReport={setReport} onClose={() => setReport(null)} />
      )}
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={<NothingThere text={values.text} />}>
        {({ entries, total }) => (
          <Stack gap="sm">
            <Text size="sm" c="dimmed">
              {t('found', { count: total })}
            </Text>
            {mayWrite ? (
              <SelectionBar
                of={many}
                text={values.text}
                rows={entries}
                total={total}
                selection={selection}
                onVerdict={setVerdict}
              />
            ) : null}
            <DataTable
              caption={t(`queues.${many.things}`)}
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
          of={many}
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
  const { t } = useTranslation('many');
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
          label={t('search')}
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
          {t('searchNow')}
        </Button>
      </Group>
    </form>
  );
}

function NothingThere({ text }: { readonly text: string }) {
  const { t } = useTranslation('many');
  return text === '' ? <Empty title={t('nothing')}>{t('nothingWhy')}</Empty> : <Empty title={t('noneFits')} />;
}
