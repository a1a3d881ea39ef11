import { Button, Group, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ModeratedOrganisation, OrganisationPage } from '../../../../contract/wire/moderation.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { useFormats } from '../../kit/format.ts';
import { Page } from '../../kit/page.tsx';
import { Loaded } from '../../kit/states.tsx';
import { StatusBadge } from '../../kit/status-badge.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { NextPage } from '../look/next-page.tsx';
import { toneOf } from '../look/tones.ts';

const kinds = ['publisher', 'advertiser', 'operator'] as const;
const statuses = ['pending', 'active', 'declined', 'blocked', 'unconfirmed'] as const;

/** Organisations of the network, found by name, mail address, kind and status. */
export function PeoplePage() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ text: '', kind: '', status: '', before: '' });
  const found = useApi<OrganisationPage>('/api/v1/moderation/organisations', query);
  return (
    <Page title={t('people.title')} lead={t('people.lead')}>
      <Filters values={values} onChange={(some) => change({ ...some, before: '' })} />
      <Loaded query={found} isEmpty={(page) => page.organisations.length === 0} empty={t('people.none')}>
        {(page) => (
          <>
            <Organisations rows={page.organisations} />
            <NextPage
              isFirst={values.before === ''}
              next={page.next}
              onStart={() => change({ before: '' })}
              onNext={(before) => change({ before }, { push: true })}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

interface FilterValues {
  readonly text: string;
  readonly kind: string;
  readonly status: string;
}

function Filters({
  values,
  onChange,
}: {
  readonly values: FilterValues;
  readonly onChange: (some: Partial<FilterValues>) => void;
}) {
  const { t } = useTranslation(['operator', 'frame']);
  const [text, setText] = useState(values.text);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ text: text.trim() });
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t('people.search')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={200}
          type="search"
        />
        <Select
          label={t('common.kind')}
          data={kinds.map((value) => ({ value, label: t(`frame:kinds.${value}`) }))}
          value={values.kind === '' ? null : values.kind}
          onChange={(kind) => onChange({ kind: kind ?? '' })}
          placeholder={t('common.any')}
          clearable
        />
        <Select
          label={t('common.status')}
          data={statuses.map((value) => ({ value, label: t(`people.statuses.${value}`) }))}
          value={values.status === '' ? null : values.status}
          onChange={(status) => onChange({ status: status ?? '' })}
          placeholder={t('common.any')}
          clearable
        />
        <Button type="submit" variant="default">
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

function Organisations({ rows }: { readonly rows: readonly ModeratedOrganisation[] }) {
  const { t } = useTranslation(['operator', 'frame']);
  const formats = useFormats();
  const columns: readonly Column<ModeratedOrganisation>[] = [
    {
      key: 'name',
      title: t('people.name'),
      cell: (row) => (
        <TextLink to="/operator/people/$id" params={{ id: row.id }}>
          {row.name}
        </TextLink>
      ),
      isHeader: true,
    },
    { key: 'kind', title: t('common.kind'), cell: (row) => t(`frame:kinds.${row.kind}`) },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => <StatusBadge tone={toneOf(row.status)}>{t(`people.statuses.${row.status}`)}</StatusBadge>,
    },
    { key: 'owner', title: t('people.owner'), cell: (row) => row.owner?.email ?? t('people.noOwner') },
    { key: 'members', title: t('people.members'), cell: (row) => formats.number(row.members), align: 'right' },
    { key: 'created', title: t('people.created'), cell: (row) => <When at={row.created_at} /> },
  ];
  return <DataTable caption={t('people.title')} columns={columns} rows={rows} rowKey={(row) => row.id} />;
}
