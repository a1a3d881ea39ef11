import { Code, Modal, Stack, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFocusReturn } from '../../kit/controls/use-focus-return.ts';
import { RefusalText } from '../../kit/history/refusal-text.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { named } from '../daily/names.ts';
import { type Entry, isRefused } from './intake-read.ts';

/** One report as it arrived; secrets were taken out before it was kept. */
export function IntakeEntry({ entry, onClose }: { readonly entry: Entry; readonly onClose: () => void }) {
  useFocusReturn();
  const { t } = useTranslation('advertiser');
  const frame = useTranslation('frame').t;
  const formats = useFormats();
  const { detail, result_code: code } = entry;
  const facts: readonly (readonly [string, string])[] = [
    [t('daily.integration.received'), `${formats.second(entry.received_at)} UTC`],
    [t('daily.integration.request'), `${entry.method} ${entry.path}`],
    [
      t('daily.integration.answered'),
      [String(entry.http_status), named(t, 'intake', entry.verdict), ...(code === null ? [] : [code])].join(' · '),
    ],
    [t('daily.integration.sender'), entry.remote_address ?? '—'],
    [t('daily.integration.requestId'), entry.request_id ?? '—'],
    [t('daily.integration.type'), entry.content_type ?? '—'],
  ];
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={t('daily.integration.entry')}
      closeButtonProps={{ 'aria-label': frame('actions.close') }}
    >
      <Stack gap="md">
        {isRefused(entry) ? <RefusalText code={entry.verdict} detail={String(detail['detail'])} /> : null}
        <Table aria-label={t('daily.integration.entry')} layout="fixed">
          <Table.Tbody>
            {facts.map(([name, value]) => (
              <Table.Tr key={name}>
                <Table.Th w="30%">{name}</Table.Th>
                <Table.Td className="intake-text">{value}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        {entry.body === '' ? null : (
          <Code block tabIndex={0} className="intake-text">
            {entry.body}
          </Code>
        )}
        {entry.body_cut ? (
          <Text size="sm" c="dimmed">
            {t('daily.integration.cut')}
          </Text>
        ) : null}
      </Stack>
    </Modal>
  );
}
