import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { ButtonLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { CaseList } from './case-list.tsx';
import { SanctionList } from './sanction-list.tsx';
import { Scale } from './scale.tsx';

const tabs = ['cases', 'sanctions', 'rules'] as const;

/** Cases, sanctions, rules. */
export function ConductPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ tab: 'cases', before: '', status: '', state: '', level: '' });
  const mayWrite = useMayWrite();
  const tab = tabs.find((name) => name === values.tab) ?? 'cases';
  return (
    <Page
      title={t('conduct.title')}
      lead={t('conduct.lead')}
      actions={mayWrite ? <ButtonLink to="/operator/conduct/new">{t('conduct.open')}</ButtonLink> : undefined}
    >
      <ReadOnlyNote />
      <Tabs
        value={tab}
        onChange={(next) =>
          change({ tab: next ?? 'cases', before: '', status: '', state: '', level: '' }, { push: true })
        }
        keepMounted={false}
      >
        <Tabs.List aria-label={t('conduct.title')} mb="md">
          {tabs.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`conduct.tabs.${name}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="cases">
          <CaseList />
        </Tabs.Panel>
        <Tabs.Panel value="sanctions">
          <SanctionList />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <Scale />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
