import { Button, Stack, Text } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrganisationDetail } from '../../../../contract/wire/moderation.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Page, Section } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { shortActor } from '../look/decision-texts.ts';
import { Facts } from '../look/facts.tsx';
import { toneOf } from '../look/tones.ts';
import { Applications } from './applications.tsx';
import { OrganisationActions } from './organisation-actions.tsx';

/** One organisation: its people, what it has, what was decided about it. */
export function OrganisationPage() {
  const { t } = useTranslation('operator');
  const { id = '' } = useParams({ strict: false });
  const found = useApi<OrganisationDetail>(`/api/v1/moderation/organisations/${id}`);
  const organisation = found.data;
  return (
    <Page
      title={organisation?.name ?? t('people.title')}
      lead={<TextLink to="/operator/people">{t('people.title')}</TextLink>}
      actions={organisation === undefined ? undefined : <OrganisationActions organisation={organisation} />}
    >
      <Loaded query={found}>{(detail) => <Detail detail={detail} />}</Loaded>
    </Page>
  );
}

function Detail({ detail }: { readonly detail: OrganisationDetail }) {
  const { t } = useTranslation(['operator', 'frame']);
  return (
    <Stack gap="xl">
      <ReadOnlyNote />
      <Facts
        facts={[
          { name: t('common.kind'), value: t(`frame:kinds.${detail.kind}`) },
          {
            name: t('common.status'),
            value: (
              <>
                <StatusBadge tone={toneOf(detail.status)}>{t(`people.statuses.${detail.status}`)}</StatusBadge>
                {detail.status_reason === null ? null : (
                  <Text size="sm" mt={4} className="plain-text">
                    {detail.status_reason}
                  </Text>
                )}
              </>
            ),
          },
          { name: t('people.created'), value: <When at={detail.created_at} /> },
        ]}
      />
      <Members organisation={detail.id} people={detail.people} />
      {detail.kind === 'publisher' ? <AdSpaces detail={detail} /> : null}
      {detail.kind === 'publisher' ? <Applications applications={detail.applications} /> : null}
      {detail.kind === 'advertiser' ? <Programs programs={detail.programs} /> : null}
      <History history={detail.history} />
      <TextLink to="/operator/audit" search={{ organisation: detail.id }}>
        {t('people.audit')}
      </TextLink>
    </Stack>
  );
}

type Person = OrganisationDetail['people'][number];

function Members({ organisation, people }: { readonly organisation: string; readonly people: readonly Person[] }) {
  const { t } = useTranslation(['operator', 'frame']);
  const mayWrite = useMayWrite();
  const [ending, setEnding] = useState<Person | null>(null);
  const sessions: Column<Person> = {
    key: 'sessions',
    title: t('people.sessions'),
    cell: (row) => (
      <Button
        variant="default"
        size="compact-sm"
        onClick={() => setEnding(row)}
        aria-label={`${t('people.endSessions')}: ${row.email}`}
      >
        {t('people.endSessions')}
      </Button>
    ),
  };
  const columns: readonly Column<Person>[] = [
    { key: 'name', title: t('people.person'), cell: (row) => row.name || row.email, isHeader: true },
    { key: 'email', title: t('people.mail'), cell: (row) => row.email },
    { key: 'role', title: t('people.role'), cell: (row) => t(`frame:roles.${row.role}`) },
    {
      key: 'confirmed',
      title: t('common.status'),
      cell: (row) => (
        <StatusBadge tone={row.confirmed ? 'good' : 'neutral'}>
          {row.confirmed ? t('people.confirmed') : t('people.notConfirmed')}
        </StatusBadge>
      ),
    },
    { key: 'created', title: t('people.created'), cell: (row) => <When at={row.created_at} /> },
    ...(mayWrite ? [sessions] : []),
  ];
  return (
    <Section title={t('people.members')}>
      <EndSessions organisation={organisation} person={ending} onClose={() => setEnding(null)} />
      {people.length === 0 ? (
        <Empty>{t('people.nobody')}</Empty>
      ) : (
        <DataTable caption={t('people.members')} columns={columns} rows={people} rowKey={(row) => row.id} />
      )}
    </Section>
  );
}

/** For an account that somebody else may be using: whoever it is has to sign in again. */
function EndSessions(props: {
  readonly organisation: string;
  readonly person: Person | null;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('operator');
  const end = useSend<string>({
    method: 'DELETE',
    path: (id) => `/api/v1/moderation/organisations/${props.organisation}/people/${id}/sessions`,
    body: null,
    done: t('people.sessionsEnded'),
    onDone: props.onClose,
  });
  const { person } = props;
  return (
    <ConfirmAction
      opened={person !== null}
      onClose={props.onClose}
      title={t('people.endSessionsOf', { name: person?.email ?? '' })}
      action={t('people.endSessions')}
      running={end.running}
      problem={end.problem}
      onConfirm={() => person !== null && end.run(person.id)}
    >
      {t('people.endSessionsWhy')}
    </ConfirmAction>
  );
}

function AdSpaces({ detail }: { readonly detail: OrganisationDetail }) {
  const mayWrite = useMayWrite();
  const { t } = useTranslation('operator');
  const kindName = (kind: string): string => t(`kinds.${kind}` as 'kinds.forum', { defaultValue: kind });
  const openCase: Column<OrganisationDetail['ad_spaces'][number]> = {
    key: 'case',
    title: t('conduct.title'),
    cell: (row) => (
      <TextLink
        to="/operator/conduct/new"
        search={{ publisher: detail.id, ad_space: row.id }}
        aria-label={`${t('people.openCase')}: ${row.name}`}
      >
        {t('people.openCase')}
      </TextLink>
    ),
  };
  const columns: readonly Column<OrganisationDetail['ad_spaces'][number]>[] = [
    { key: 'name', title: t('common.adSpace'), cell: (row) => row.name, isHeader: true },
    { key: 'kind', title: t('common.kind'), cell: (row) => kindName(row.kind) },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => <StatusBadge tone={toneOf(row.status)}>{t(`people.adSpaceStatuses.${row.status}`)}</StatusBadge>,
    },
    ...(mayWrite ? [openCase] : []),
  ];
  return (
    <Section title={t('people.adSpaces')}>
      {detail.ad_spaces.length === 0 ? (
        <Empty>{t('people.noAdSpaces')}</Empty>
      ) : (
        <DataTable caption={t('people.adSpaces')} columns={columns} rows={detail.ad_spaces} rowKey={(row) => row.id} />
      )}
    </Section>
  );
}

function Programs({ programs }: { readonly programs: OrganisationDetail['programs'] }) {
  const { t } = useTranslation('operator');
  const nameOf = (status: string): string =>
    t(`people.programStatuses.${status}` as 'people.programStatuses.active', { defaultValue: status });
  const columns: readonly Column<OrganisationDetail['programs'][number]>[] = [
    { key: 'name', title: t('common.program'), cell: (row) => row.name, isHeader: true },
    {
      key: 'status',
      title: t('common.status'),
      cell: (row) => <StatusBadge tone={toneOf(row.status)}>{nameOf(row.status)}</StatusBadge>,
    },
  ];
  return (
    <Section title={t('people.programs')}>
      {programs.length === 0 ? (
        <Empty>{t('people.noPrograms')}</Empty>
      ) : (
        <DataTable caption={t('people.programs')} columns={columns} rows={programs} rowKey={(row) => row.code} />
      )}
    </Section>
  );
}

function History({ history }: { readonly history: OrganisationDetail['history'] }) {
  const { t } = useTranslation('operator');
  const nameOf = (action: string): string =>
    t(`people.actions.${action.replace('organisation.', '')}` as 'people.actions.active', { defaultValue: action });
  const columns: readonly Column<OrganisationDetail['history'][number]>[] = [
    { key: 'at', title: t('common.when'), cell: (row) => <When at={row.at} />, isHeader: true },
    { key: 'action', title: t('audit.action'), cell: (row) => nameOf(row.action) },
    { key: 'reason', title: t('common.reason'), cell: (row) => row.reason ?? '—' },
    { key: 'actor', title: t('common.by'), cell: (row) => row.actor_name ?? shortActor(row.actor) },
  ];
  return (
    <Section title={t('people.history')}>
      {history.length === 0 ? (
        <Empty>{t('people.noHistory')}</Empty>
      ) : (
        <DataTable
          caption={t('people.history')}
          columns={columns}
          rows={history}
          rowKey={(row) => `${row.at} ${row.action}`}
        />
      )}
    </Section>
  );
}
