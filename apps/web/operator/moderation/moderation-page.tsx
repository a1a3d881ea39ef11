import { Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModerationTotals } from '../../../../contract/wire/moderation.ts';
import { useFormats } from '../../kit/format.ts';
import { Page } from '../../kit/page.tsx';
import { ReadOnlyNote } from '../../kit/read-only-note.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { AdSpaceQueue } from './ad-space-queue.tsx';
import { ApplicationQueue } from './application-queue.tsx';
import { OrganisationQueue } from './organisation-queue.tsx';
import { ProgramQueue } from './program-queue.tsx';
import { queueNames } from './queue-item.ts';

/** The queues, one at a time. */
export function ModerationPage() {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { values, change } = useAddress({ queue: 'organisations', item: '' });
  const totals = useApi<ModerationTotals>('/api/v1/moderation');
  const queue = queueNames.find((name) => name === values.queue) ?? 'organisations';
  return (
    <Page title={t('moderation.title')} lead={t('moderation.lead')}>
      <ReadOnlyNote />
      <Tabs
        value={queue}
        onChange={(next) => change({ queue: next ?? 'organisations', item: '' }, { push: true })}
        keepMounted={false}
      >
        <Tabs.List aria-label={t('moderation.queue')} mb="md">
          {queueNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {t(`moderation.queues.${name}`)}
              {totals.data === undefined ? '' : ` (${formats.number(totals.data[name].waiting)})`}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="organisations">
          <OrganisationQueue />
        </Tabs.Panel>
        <Tabs.Panel value="ad_spaces">
          <AdSpaceQueue />
        </Tabs.Panel>
        <Tabs.Panel value="programs">
          <ProgramQueue />
        </Tabs.Panel>
        <Tabs.Panel value="applications">
          <ApplicationQueue />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
