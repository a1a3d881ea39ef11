import { Button, Code, Group, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AuditPage as Records } from '../../../../contract/wire/members.ts';
import { When } from '../../kit/amounts.tsx';
import { type Column, DataTable } from '../../kit/data-table.tsx';
import { Page } from '../../kit/page.tsx';
import { Loaded } from '../../kit/states.tsx';
import { useAddress } from '../../kit/use-address.ts';
import { useApi } from '../../kit/use-api.ts';
import { shortActor } from '../look/decision-texts.ts';
import { NextPage } from '../look/next-page.tsx';
import '../look/operator.css';

/** Who changed what, when; of the whole network. */
export function AuditPage() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({ actor: '', action: '', subject: '', before: '' });
  const found = useApi<Records>('/api/v1/audit', query);
  return (
    <Page title={t('audit.title')} lead={t('audit.lead')}>
      <Filters values={values} onChange={(some) => change({ ...some, before: '' })} />
      <Loaded query={found} isEmpty={(page) => page.records.length === 0} empty={t('audit.none')}>
        {(page) => (
          <>
            <RecordTable records={page.records} />
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
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}

function Filters({
  values,
  onChange,
}: {
  readonly values: FilterValues;
  readonly onChange: (some: FilterValues) => void;
}) {
  const { t } = useTranslation('operator');
  const [typed, setTyped] = useState<FilterValues>(values);
  const field = (name: keyof FilterValues, label: string) => (
    <TextInput
      label={label}
      value={typed[name]}
      onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value.trim() })}
      maxLength={100}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ actor: typed.actor, action: typed.action, subject: typed.subject });
      }}
    >
      <Group align="flex-end" gap="sm">
        {field('actor', t('audit.filterActor'))}
        {field('action', t('audit.filterAction'))}
        {field('subject', t('audit.filterSubject'))}
        <Button type="submit" variant="default">
          {t('common.search')}
        </Button>
      </Group>
    </form>
  );
}

type AuditRow = Records['records'][number];

function RecordTable({ records }: { readonly records: readonly AuditRow[] }) {
  const { t } = useTranslation('operator');
  const columns: readonly Column<AuditRow>[] = [
    { key: 'at', title: t('common.when'), cell: (row) => <When at={row.at} /> },
    { key: 'action', title: t('audit.action'), cell: (row) => <Action action={row.action} />, isHeader: true },
    { key: 'subject', title: t('audit.subject'), cell: (row) => <span className="hash">{row.subject}</span> },
    { key: 'actor', title: t('audit.actor'), cell: (row) => row.actor_name ?? shortActor(row.actor) },
    { key: 'detail', title: t('audit.detail'), cell: (row) => <Detail detail={row.detail} /> },
  ];
  return <DataTable caption={t('audit.title')} columns={columns} rows={records} rowKey={(row) => row.id} />;
}

/** Its name, and the code by which one filters. */
function Action({ action }: { readonly action: string }) {
  const { t } = useTranslation('operator');
  const name = t(`audit.actions.${action.replace('.', '-')}` as 'audit.actions.user-created', { defaultValue: '' });
  return (
    <>
      {name} <Code fz="xs">{action}</Code>
    </>
  );
}

/** Plain data, as it was recorded. */
function Detail({ detail }: { readonly detail: AuditRow['detail'] }) {
  const text = JSON.stringify(detail);
  return text === '{}' ? <span>—</span> : <Code className="audit-detail">{text}</Code>;
}
