import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Exposure } from './exposure.tsx';
import { Settings } from './settings.tsx';
import { Transfers } from './transfers.tsx';

const tabs = ['transfers', 'exposure', 'settings'] as const;

/** Express payments as the network sees to them: what is to be transferred, what is outstanding, by which rules. */
export function ExpressPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ tab: 'transfers', state: 'granted', before: '' });
  const tab = tabs.find((name) => name === values.tab) ?? 'transfers';
  return (
    <Page title={t('express.title')} help="express-payments" lead={t('express.lead')}>
      <ReadOnlyNote what="payments" />
      <Tabs
        value={tab}
        onChange={(next) => change({ tab: next ?? 'transfers', state: 'granted', before: '' }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('express.title')} mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`express.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="transfers">
          <Transfers />
        </Tabs.Panel>
        <Tabs.Panel value="exposure">
          <Exposure />
        </Tabs.Panel>
        <Tabs.Panel value="settings">
          <Settings />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
