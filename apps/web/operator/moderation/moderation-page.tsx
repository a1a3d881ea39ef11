import { SegmentedControl, Tabs } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModerationTotals } from '../../../../contract/wire/moderation.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { WaitingList } from '../../kit/many/waiting-list.tsx';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { AdSpaceQueue } from './ad-space-queue.tsx';
import { ApplicationQueue } from './application-queue.tsx';
import { OrganisationQueue } from './organisation-queue.tsx';
import { ProgramQueue } from './program-queue.tsx';
import { type QueueName, queueNames } from './queue-item.ts';
import { manyOfQueue } from './queue-many.ts';

const ways = ['one', 'list'] as const;
const FIRST = { queue: 'organisations', view: 'one', item: '', text: '', page: '1' } as const;

/** The queues, one at a time; each entry after the other, or many at once. */
export function ModerationPage() {
  const { t } = useTranslation(['operator', 'many']);
  const formats = useFormats();
  const { values, change } = useAddress<keyof typeof FIRST>(FIRST);
  const totals = useApi<ModerationTotals>('/api/v1/moderation');
  const queue = queueNames.find((name) => name === values.queue) ?? 'organisations';
  const way = ways.find((name) => name === values.view) ?? 'one';
  return (
    <Page title={t('moderation.title')} lead={t(way === 'one' ? 'moderation.lead' : 'many:lead')}>
      <ReadOnlyNote />
      <Tabs
        value={queue}
        onChange={(next) => change({ ...FIRST, view: way, queue: next ?? 'organisations' }, { push: true })}
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
        <SegmentedControl
          aria-label={t('many:way')}
          size="xs"
          mb="md"
          data={ways.map((value) => ({ value, label: t(`many:ways.${value}`) }))}
          value={way}
          onChange={(view) => change({ ...FIRST, queue, view }, { push: true })}
        />
        {queueNames.map((name) => (
          <Tabs.Panel key={name} value={name}>
            {way === 'list' ? <WaitingList key={name} of={manyOfQueue(name)} /> : <OneByOne queue={name} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  );
}

const flows: Readonly<Record<QueueName, () => React.JSX.Element>> = {
  organisations: OrganisationQueue,
  ad_spaces: AdSpaceQueue,
  programs: ProgramQueue,
  applications: ApplicationQueue,
};

function OneByOne({ queue }: { readonly queue: QueueName }) {
  const Flow = flows[queue];
  return <Flow />;
}
