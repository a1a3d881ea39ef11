import { Group, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PartnersPage } from '../../../../contract/wire/partners.ts';
import { pageOf } from '../../kit/address/from-address.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { NumberedPages } from '../daily/pages.tsx';
import { ProgramChoice } from '../daily/program-choice.tsx';
import { ApplicationCard } from './application-card.tsx';

const PAGE = 20;
const STATES = ['pending', 'joined', 'declined', 'blocked', 'disconnected'] as const;

/** Who works for the advertiser's programs and who asks to (S-115, S-125). */
export function ApplicationsPage() {
  const { t } = useTranslation('advertiser');
  const { values, change } = useAddress({ program: '', status: 'pending', page: '1' });
  const page = pageOf(values.page, PAGE);
  const { program, status } = values;
  const query = { program, status: status === 'any' ? '' : status, limit: PAGE, offset: (page - 1) * PAGE };
  const found = useApi<PartnersPage>('/api/v1/partners', query);
  return (
    <Page title={t('daily.applications.title')} lead={t('daily.applications.lead')}>
      <Group align="flex-end">
        <ProgramChoice
          label={t('daily.applications.program')}
          all={t('daily.applications.allPrograms')}
          value={program}
          onChange={(chosen) => change({ program: chosen, page: '1' })}
        />
        <Select
          label={t('daily.applications.status')}
          data={[
            ...STATES.map((state) => ({ value: state, label: t(`daily.applications.states.${state}`) })),
            { value: 'any', label: t('daily.applications.allStatuses') },
          ]}
          value={status}
          allowDeselect={false}
          onChange={(chosen) => change({ status: chosen ?? 'pending', page: '1' })}
        />
      </Group>
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={t('daily.applications.none')}>
        {({ partners, total }) => (
          <Stack gap="md">
            <Text size="sm" c="dimmed" role="status">
              {t('daily.applications.count', { count: total })}
            </Text>
            {partners.map((partner) => (
              <ApplicationCard key={`${partner.program.code}/${partner.ad_space.id}`} partner={partner} />
            ))}
            <NumberedPages page={page} total={total} size={PAGE} onPage={(next) => change({ page: String(next) })} />
          </Stack>
        )}
      </Loaded>
    </Page>
  );
}
