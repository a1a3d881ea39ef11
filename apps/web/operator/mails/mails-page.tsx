import { Alert, Button, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MailRow, MailsPage as Mails, OpenedMail } from '../../../../contract/wire/mails.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { CopyField } from '../../kit/controls/copy-field.tsx';
import { useFocusReturn } from '../../kit/controls/use-focus-return.ts';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { toneOf } from '../look/tones.ts';
import '../look/operator.css';

const statuses = ['waiting', 'kept', 'sent', 'failed'] as const;

/** Mails of the network; those that nobody could send may be opened. */
export function MailsPage() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ status: '', before: '' });
  const mails = useApi<Mails>('/api/v1/mails', query);
  const [asked, setAsked] = useState<MailRow | null>(null);
  return (
    <Page title={t('mails.title')} lead={t('mails.lead')}>
      <ReadOnlyNote what="people" />
      <Choice
        label={t('common.status')}
        values={statuses}
        nameOf={(status) => t(`mails.statuses.${status}`)}
        value={values.status}
        onChange={(status) => change({ status, before: '' })}
      />
      {mails.data?.delivery === 'kept' ? (
        <Alert color="blue" variant="light">
          {t('mails.kept')}
        </Alert>
      ) : null}
      <PagedTable
        query={mails}
        rowsOf={(page) => page.mails}
        nextOf={(page) => page.next}
        caption={t('mails.title')}
        columns={useMailColumns(setAsked)}
        rowKey={(row) => row.id}
        empty={t('mails.none')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
      {asked === null ? null : <OpenMail mail={asked} onClose={() => setAsked(null)} />}
    </Page>
  );
}

function useMailColumns(onOpen: (mail: MailRow) => void): readonly Column<MailRow>[] {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  const mayOpen = useMayWrite('people');
  const nameOf = (kind: string): string =>
    i18n.exists(`operator:mails.kinds.${kind}`) ? t(`mails.kinds.${kind}` as 'mails.kinds.invitation') : kind;
  return [
    { key: 'to', title: t('mails.to'), cell: (row) => row.to, isHeader: true },
    { key: 'kind', title: t('mails.kind'), cell: (row) => nameOf(row.kind) },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => <StatusBadge tone={toneOf(row.status)}>{t(`mails.statuses.${row.status}`)}</StatusBadge>,
    },
    { key: 'created', title: t('mails.created'), cell: (row) => <When at={row.created_at} /> },
    { key: 'tries', title: t('mails.tries'), cell: (row) => formats.number(row.tries), align: 'right' },
    { key: 'error', title: t('mails.error'), cell: (row) => row.error ?? '—' },
    {
      key: 'open',
      title: t('mails.open'),
      cell: (row) =>
        row.can_be_opened && mayOpen ? (
          <Button
            size="compact-sm"
            variant="default"
            aria-label={`${t('mails.open')}: ${row.to}`}
            onClick={() => onOpen(row)}
          >
            {t('mails.open')}
          </Button>
        ) : (
          '—'
        ),
    },
  ];
}

function OpenMail({ mail, onClose }: { readonly mail: MailRow; readonly onClose: () => void }) {
  useFocusReturn();
  const { t } = useTranslation(['operator', 'frame']);
  const [opened, setOpened] = useState<OpenedMail | null>(null);
  const open = useSend<void, OpenedMail>({
    method: 'POST',
    path: `/api/v1/mails/${mail.id}/open`,
    body: null,
    done: null,
    onDone: setOpened,
  });
  if (opened === null) {
    return (
      <ConfirmAction
        opened
        onClose={onClose}
        title={t('mails.openTitle', { to: mail.to })}
        action={t('mails.openAction')}
        running={open.running}
        problem={open.problem}
        onConfirm={() => open.run()}
      >
        {t('mails.openText')}
      </ConfirmAction>
    );
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={opened.subject}
      size="lg"
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <Stack gap="md">
        <Text size="sm" className="plain-text">
          {opened.text}
        </Text>
        {opened.link === null ? null : <CopyField label={t('mails.link')} value={opened.link} />}
      </Stack>
    </Modal>
  );
}
