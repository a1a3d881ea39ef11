import { Alert, Button, FileInput, Group, Select, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { ApiProblem, addressOf, apiSendWatched, type Problem, type WorkDone } from '../../kit/api/api.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { Page } from '../../kit/page/page.tsx';
import { ProblemAlert } from '../../kit/page/states.tsx';
import { WorkProgress } from '../../kit/page/work-progress.tsx';
import { ProgramChoice, WithProgram } from '../daily/program-choice.tsx';
import { type CatalogueKind, type FileReport, isOrderReport, ReportOfFile } from './file-report.tsx';
import { StoreTried } from './store-tried.tsx';

const KINDS = ['products', 'rates', 'orders'] as const;
type Kind = (typeof KINDS)[number];

/** Files of products, rates and orders: tried first, stored when confirmed. */
export function ImportsPage() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ program: '', kind: 'products' });
  const mayWrite = useMayWrite();
  const kind = KINDS.find((known) => known === values.kind) ?? 'products';
  return (
    <Page title={t('daily.imports.title')} lead={t('daily.imports.lead')}>
      <WithProgram named={values.program}>
        {(program) => (
          <Stack gap="md">
            <Choices program={program} kind={kind} onChange={change} />
            {/* Another program or kind begins anew: the former preview says nothing of it. */}
            {mayWrite ? (
              <Upload key={`${program}/${kind}`} program={program} kind={kind} />
            ) : (
              <Alert color="gray">{t('program.readOnly')}</Alert>
            )}
          </Stack>
        )}
      </WithProgram>
    </Page>
  );
}

interface ChoicesProps {
  readonly program: string;
  readonly kind: Kind;
  readonly onChange: (values: { readonly program?: string; readonly kind?: string }) => void;
}

function Choices({ program, kind, onChange }: ChoicesProps) {
  const { t } = useTranslation('advertiser');
  return (
    <>
      <Group align="flex-end">
        <ProgramChoice
          label={t('daily.imports.program')}
          value={program}
          onChange={(chosen) => onChange({ program: chosen })}
        />
        <Select
          label={t('daily.imports.kind')}
          data={KINDS.map((value) => ({ value, label: t(`daily.imports.kinds.${value}`) }))}
          value={kind}
          allowDeselect={false}
          onChange={(value) => onChange({ kind: value ?? 'products' })}
        />
      </Group>
      <Stack gap={4}>
        <Text size="sm">{t(`daily.imports.columns.${kind}`)}</Text>
        <Text size="sm" c="dimmed">
          {t('daily.imports.stores')}{' '}
          <TextLink to="/advertiser/terms" underline="always">
            {t('daily.imports.toTerms')}
          </TextLink>
        </Text>
      </Stack>
    </>
  );
}

/** How a file is read; of one that names everything, how many are taken away. */
interface Reading {
  readonly mode: 'preview' | 'apply';
  readonly again?: boolean;
  readonly gone?: number;
}

function pathOf(kind: Kind, program: string, file: File, { mode, again = false, gone }: Reading): string {
  const code = encodeURIComponent(program);
  return kind === 'orders'
    ? addressOf(`/api/v1/order-desk/${code}/files`, { mode, name: file.name.slice(0, 200) })
    : addressOf(`/api/v1/programs/${code}/catalogue/${kind}`, {
        mode,
        again,
        gone,
        missing: gone === undefined ? 'keep' : 'end',
      });
}

/** Sends a file to be tried, and then the very bytes that were tried: the file itself may have been changed or moved since. */
function useUpload(program: string, kind: Kind) {
  const { t } = useTranslation('advertiser');
  const client = useQueryClient();
  const say = useNotice();
  const tried = useRef<Blob | null>(null);
  const isRunning = useRef(false);
  const stop = useRef<AbortController | null>(null);
  const [work, setWork] = useState<WorkDone | null>(null);
  const [isCancellable, setCancellable] = useState(false);
  const [report, setReport] = useState<FileReport | null>(null);
  const [problem, setProblem] = useState<Problem | 'unreadable' | null>(null);
  const forget = (): void => {
    setReport(null);
    setProblem(null);
  };
  const send = async (file: File, reading: Reading): Promise<void> => {
    const { mode } = reading;
    if (isRunning.current) return;
    isRunning.current = true;
    setWork({ done: 0, total: null });
    // Storing is one step; a preview changes nothing and can be given up.
    setCancellable(mode === 'preview');
    setProblem(null);
    try {
      if (mode === 'preview') tried.current = await bytesOf(file);
      stop.current = mode === 'preview' ? new AbortController() : null;
      if (tried.current === null) throw new UnreadableFile();
      const path = pathOf(kind, program, file, reading);
      setReport(await apiSendWatched<FileReport>('POST', path, tried.current, setWork, stop.current?.signal));
      if (mode === 'apply') {
        say(t('daily.imports.stored'));
        await client.invalidateQueries();
      }
    } catch (error) {
      if (!(error instanceof ApiProblem || error instanceof UnreadableFile)) throw error;
      setReport(null);
      if (stop.current?.signal.aborted !== true) setProblem(error instanceof ApiProblem ? error.problem : 'unreadable');
    } finally {
      isRunning.current = false;
      setCancellable(false);
      setWork(null);
    }
  };
  return { work, report, problem, send, forget, cancel: isCancellable ? () => stop.current?.abort() : null };
}

class UnreadableFile extends Error {}

/** As bytes, whatever the browser thinks of the name: the server tells the format from the content. */
async function bytesOf(file: File): Promise<Blob> {
  const bytes = await file.arrayBuffer().catch(() => null);
  if (bytes === null) throw new UnreadableFile();
  return new Blob([bytes], { type: 'application/octet-stream' });
}

function Upload({ program, kind }: { readonly program: string; readonly kind: Kind }) {
  const { t } = useTranslation(['advertiser', 'frame']);
  const [file, setFile] = useState<File | null>(null);
  const { work, report, problem, send, forget, cancel } = useUpload(program, kind);
  /** Also what was stored before, as what holds may have changed since. */
  const [again, setAgain] = useState(false);
  const tried = report === null || isDone(report) ? null : report;
  const preview = (isAgain: boolean): void => {
    setAgain(isAgain);
    forget();
    if (file !== null) void send(file, { mode: 'preview', again: isAgain });
  };
  const store = (gone: number): void => {
    if (file !== null) void send(file, { mode: 'apply', again, ...(gone > 0 ? { gone } : {}) });
  };
  const wasBefore = report !== null && !isOrderReport(report) && report.already_applied_at !== null;
  return (
    <Stack gap="md">
      <FileInput
        label={t('daily.imports.file')}
        description={t('daily.imports.fileHint')}
        placeholder={t('daily.imports.choose')}
        accept=".csv,.jsonl,.xlsx,.xml,text/csv"
        value={file}
        maw={480}
        onChange={(chosen) => {
          setFile(chosen);
          setAgain(false);
          forget();
        }}
      />
      <Group>
        <Button disabled={file === null} loading={work !== null} onClick={() => preview(again)}>
          {t('daily.imports.preview')}
        </Button>
        {wasBefore ? (
          <Button variant="default" loading={work !== null} onClick={() => preview(true)}>
            {t('daily.imports.again')}
          </Button>
        ) : null}
        {cancel === null ? null : (
          <Button variant="default" onClick={cancel}>
            {t('frame:actions.cancel')}
          </Button>
        )}
      </Group>
      {work === null ? null : <WorkProgress work={work} label={t('daily.imports.running')} />}
      {problem === null ? null : problem === 'unreadable' ? (
        <Alert color="red" variant="light" role="alert">
          {t('daily.imports.unreadable')}
        </Alert>
      ) : (
        <ProblemAlert problem={problem} />
      )}
      <div aria-live="polite">{report === null ? null : <ReportOfFile kind={kindOf(kind)} report={report} />}</div>
      {tried === null ? null : (
        <StoreTried kind={kindOf(kind)} report={tried} running={work !== null} onStore={store} />
      )}
    </Stack>
  );
}

function kindOf(kind: Kind): CatalogueKind {
  return kind === 'rates' ? 'rates' : 'products';
}

function isDone(report: FileReport): boolean {
  if (report.already_applied_at !== null) return true;
  return isOrderReport(report) ? report.changed : report.stored;
}
