import { Select, Stack, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../kit/address/use-address.ts';
import { Page } from '../../kit/page/page.tsx';
import { EmptyUntil } from '../steps/next-step-hint.tsx';
import { ApplicationTable } from './application-table.tsx';
import { Catalogue } from './catalogue.tsx';
import { partnershipStatusList } from './lists.ts';
import '../offers.css';

/** The catalogue, and the programs that one works with; which of the two stands in the address. */
export function ProgramsPage() {
  const { t } = useTranslation(['publisher', 'frame']);
  const address = useAddress({ tab: 'catalogue' });
  return (
    <Page title={t('programs.title')} lead={t('programs.lead')}>
      <Tabs
        value={address.values.tab}
        onChange={(tab) => address.change({ tab: tab ?? 'catalogue' }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="catalogue">{t('programs.catalogue')}</Tabs.Tab>
          <Tabs.Tab value="mine">{t('programs.mine')}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="catalogue">
          <Catalogue />
        </Tabs.Panel>
        <Tabs.Panel value="mine">
          <Mine />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function Mine() {
  const { t } = useTranslation(['publisher', 'frame']);
  const address = useAddress({ status: '', page: '1' });
  const page = Math.max(1, Number.parseInt(address.values.page, 10) || 1);
  const { status } = address.values;
  return (
    <Stack gap="md">
      <Select
        label={t('applications.filterStatus')}
        value={status}
        onChange={(chosen) => address.change({ status: chosen ?? '', page: '1' })}
        data={[
          { value: '', label: t('programs.any') },
          ...partnershipStatusList.map((each) => ({ value: each, label: t(`applications.status.${each}`) })),
        ]}
        allowDeselect={false}
        maw={260}
      />
      <ApplicationTable
        filter={status === '' ? {} : { status }}
        empty={status === '' ? <EmptyUntil title={t('applications.none')} /> : t('applications.noneWith')}
        page={page}
        onPage={(next) => address.change({ page: String(next) }, { push: true })}
      />
    </Stack>
  );
}
