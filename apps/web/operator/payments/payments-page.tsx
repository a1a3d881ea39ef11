import { Stack, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { DueList } from './due-list.tsx';
import { RecordPayment } from './record-payment.tsx';
import { Recorded } from './recorded.tsx';

const tabs = ['due', 'recorded'] as const;

/** What advertisers owe for approved orders, recording that it has come, and what came. */
export function PaymentsPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ tab: 'due', program: '', before: '' });
  const mayWrite = useMayWrite('payments');
  const tab = tabs.find((name) => name === values.tab) ?? 'due';
  return (
    <Page title={t('payments.title')} lead={t('payments.lead')}>
      <ReadOnlyNote what="payments" />
      <Tabs
        value={tab}
        onChange={(next) => change({ tab: next ?? 'due', program: '', before: '' }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('payments.title')} mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`payments.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="due">
          <Stack gap="xl">
            <DueList onChoose={mayWrite ? (program) => change({ program }, { push: true }) : null} />
            {values.program === '' || !mayWrite ? null : (
              <RecordPayment key={values.program} program={values.program} onRecorded={() => change({ program: '' })} />
            )}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="recorded">
          <Recorded />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
