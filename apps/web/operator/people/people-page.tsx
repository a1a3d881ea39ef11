import { Button, Group, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModeratedOrganisation, OrganisationPage } from '../../../../contract/wire/moderation.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useTyped } from '../../kit/address/use-typed.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page } from '../../kit/page/page.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { Choice } from '../look/choice.tsx';
import { PagedTable } from '../look/paged-table.tsx';
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
      <PagedTable
        query={found}
        rowsOf={(page) => page.organisations}
        nextOf={(page) => page.next}
        caption={t('people.title')}
        columns={useOrganisationColumns()}
        rowKey={(row) => row.id}
        empty={t('people.none')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
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
  const [text, setText] = useTyped(values.text);
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
        <Choice
          label={t('common.kind')}
          values={kinds}
          nameOf={(kind) => t(`frame:kinds.${kind}`)}
          value={values.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <Choice
          label={t('common.status')}
          values={statuses}
          nameOf={(status) => t(`people.statuses.${status}`)}
          value={values.status}
          onChange={(status) => onChange({ status })}
        />
        <Button type="submit" variant="default">
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

function useOrganisationColumns(): readonly Column<ModeratedOrganisation>[] {
  const { t } = useTranslation(['operator', 'frame']);
  const formats = useFormats();
  return [
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
}
