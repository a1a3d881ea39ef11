import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { Page } from '../../kit/page/page.tsx';
import { AccountList } from './account-list.tsx';
import { BookState } from './book-state.tsx';
import { EntryList } from './entry-list.tsx';

const tabs = ['entries', 'accounts'] as const;

/** The books: their state, entries, accounts. */
export function LedgerPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ tab: 'entries', kind: '', before: '', after: '' });
  const tab = tabs.find((name) => name === values.tab) ?? 'entries';
  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')}>
      <BookState />
      <Tabs
        value={tab}
        onChange={(next) => change({ tab: next ?? 'entries', kind: '', before: '', after: '' }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('ledger.title')} mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`ledger.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="entries">
          <EntryList />
        </Tabs.Panel>
        <Tabs.Panel value="accounts">
          <AccountList />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
