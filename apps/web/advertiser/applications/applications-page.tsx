import { Button, Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartnersPage } from '../../../../contract/wire/partners.ts';
import { pageOf } from '../../kit/address/from-address.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TakeBack } from '../../kit/many/take-back.tsx';
import { WaitingList } from '../../kit/many/waiting-list.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { NumberedPages } from '../daily/pages.tsx';
import { ProgramChoice } from '../daily/program-choice.tsx';
import { ApplicationCard } from './application-card.tsx';
import { applicationKey, manyOfApplications } from './applications-many.ts';

const PAGE = 20;
const STATES = ['pending', 'joined', 'declined', 'blocked', 'disconnected'] as const;
const ways = ['one', 'list'] as const;
const FIRST = { program: '', status: 'pending', page: '1', view: 'one', ad_space: '', text: '' } as const;

/** Who works for the advertiser's programs and who asks to (S-115, S-125); what waits also as a list, to decide many at once. */
export function ApplicationsPage() {
  const { t } = useTranslation(['advertiser', 'many']);
  const { values, change } = useAddress<keyof typeof FIRST>(FIRST);
  const isList = values.view === 'list';
  return (
    <Page title={t('daily.applications.title')} lead={isList ? t('many:lead') : t('daily.applications.lead')}>
      <Group align="flex-end">
        <ProgramChoice
          label={t('daily.applications.program')}
          all={t('daily.applications.allPrograms')}
          value={values.program}
          onChange={(program) => change({ program, ad_space: '', page: '1' })}
        />
        {isList ? null : (
          <Select
            label={t('daily.applications.status')}
            data={[
              ...STATES.map((state) => ({ value: state, label: t(`daily.applications.states.${state}`) })),
              { value: 'any', label: t('daily.applications.allStatuses') },
            ]}
            value={values.status}
            allowDeselect={false}
            onChange={(chosen) => change({ status: chosen ?? 'pending', ad_space: '', page: '1' })}
          />
        )}
        <SegmentedControl
          aria-label={t('many:way')}
          size="sm"
          data={ways.map((value) => ({ value, label: t(`many:ways.${value}`) }))}
          value={isList ? 'list' : 'one'}
          onChange={(view) => change({ ...FIRST, program: values.program, view }, { push: true })}
        />
      </Group>
      {isList ? <WaitingList key={values.program} of={manyOfApplications(values.program)} /> : <OneByOne />}
    </Page>
  );
}

/** The applications in any state, each with what to judge it by; or the one that the list led to. */
function OneByOne() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress<keyof typeof FIRST>(FIRST);
  const [declined, setDeclined] = useState<{ readonly key: string; readonly name: string } | null>(null);
  const page = pageOf(values.page, PAGE);
  const { program, status, ad_space } = values;
  const query = { program, ad_space, status: status === 'any' ? '' : status, limit: PAGE, offset: (page - 1) * PAGE };
  const found = useApi<PartnersPage>('/api/v1/partners', query);
  return (
    <Stack gap="md">
      {ad_space === '' ? null : (
        <Group>
          <Button variant="default" size="xs" onClick={() => change({ ...FIRST }, { push: true })}>
            {t('daily.applications.allAgain')}
          </Button>
        </Group>
      )}
      {declined === null ? null : (
        <TakeBack
          key={declined.key}
          of={manyOfApplications(program)}
          entry={declined}
          onClose={() => setDeclined(null)}
        />
      )}
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={t('daily.applications.none')}>
        {({ partners, total }) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed" role="status">
              {t('daily.applications.count', { count: total })}
            </Text>
            {partners.map((partner) => (
              <ApplicationCard
                key={applicationKey(partner)}
                partner={partner}
                onDeclined={() => setDeclined({ key: applicationKey(partner), name: partner.ad_space.name })}
              />
            ))}
            <NumberedPages page={page} total={total} size={PAGE} onPage={(next) => change({ page: String(next) })} />
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}
