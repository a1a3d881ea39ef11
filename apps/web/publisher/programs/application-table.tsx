import { Button, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationAnswer, ApplicationsPage } from '../../../../contract/wire/applications.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { ButtonLink, TextLink } from '../../kit/controls/text-link.tsx';
import { ApplicationHistory } from '../../kit/history/application-history.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Pages } from '../../kit/table/pages.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { kindName, partnershipTones } from '../ad-spaces/names.ts';
import { useProgramNames } from './program-names.ts';

const LIMIT = 50;

export interface ApplicationTableProps {
  readonly filter: { readonly ad_space?: string; readonly program?: string; readonly status?: string };
  /** A sentence, or what leads further. */
  readonly empty: ReactNode;
  /** The column that says the same in every row. */
  readonly hides?: 'adSpace' | 'program';
  readonly page?: number;
  readonly onPage?: (page: number) => void;
}

/** A page of applications. */
export function useApplications(filter: ApplicationTableProps['filter'], page = 1) {
  return useApi<ApplicationsPage>('/api/v1/applications', { ...filter, limit: LIMIT, offset: (page - 1) * LIMIT });
}

/** How ad spaces stand to programs, with the reason of every state that needs one. */
export function ApplicationTable({ filter, empty, hides, page = 1, onPage }: ApplicationTableProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  const found = useApplications(filter, page);
  const [leaving, setLeaving] = useState<ApplicationAnswer | null>(null);
  const columns = columnsOf(t, setLeaving, hides === 'program' ? 'adSpace' : 'program').filter(
    ({ key }) => key !== hides,
  );
  return (
    <>
      <Loaded
        query={found}
        rows={3}
        isEmpty={({ applications }) => applications.length === 0}
        empty={typeof empty === 'string' ? <Empty>{empty}</Empty> : empty}
      >
        {({ applications, total }) => (
          <>
            <DataTable
              caption={t('programs.mine')}
              columns={columns}
              rows={applications}
              rowKey={({ ad_space, program }) => `${ad_space.id}/${program.code}`}
            />
            {onPage === undefined ? null : <Pages page={page} hasMore={page * LIMIT < total} onPage={onPage} />}
          </>
        )}
      </Loaded>
      {leaving === null ? null : <LeaveDialog application={leaving} onClose={() => setLeaving(null)} />}
    </>
  );
}

type T = ReturnType<typeof useTranslation<['publisher', 'frame']>>['t'];

function columnsOf(
  t: T,
  onLeave: (application: ApplicationAnswer) => void,
  header: 'program' | 'adSpace',
): readonly Column<ApplicationAnswer>[] {
  return [
    {
      key: 'program',
      title: t('applications.columns.program'),
      isHeader: header === 'program',
      cell: ({ program }) => (
        <TextLink className="breaking" to="/publisher/programs/$code" params={{ code: program.code }}>
          {program.name}
        </TextLink>
      ),
    },
    {
      key: 'adSpace',
      title: t('applications.columns.adSpace'),
      isHeader: header === 'adSpace',
      cell: ({ ad_space }) => (
        <TextLink className="breaking" to="/publisher/ad-spaces/$id" params={{ id: ad_space.id }}>
          {ad_space.name}
        </TextLink>
      ),
    },
    { key: 'kind', title: t('applications.columns.kind'), cell: ({ traffic_kind }) => kindName(t, traffic_kind) },
    {
      key: 'status',
      title: t('applications.columns.status'),
      cell: (application) => <Standing application={application} />,
    },
    {
      key: 'since',
      title: t('applications.columns.since'),
      cell: ({ joined_at, applied_at, verdict }) => <When at={verdict?.at ?? joined_at ?? applied_at} />,
    },
    {
      key: 'actions',
      title: <span className="visually-hidden">{t('applications.columns.actions')}</span>,
      align: 'right',
      cell: (application) => <RowActions application={application} onLeave={() => onLeave(application)} />,
    },
  ];
}

function Standing({ application }: { readonly application: ApplicationAnswer }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { status, verdict, agreement, joined_through: through } = application;
  const programName = useProgramNames([through]);
  const isAgainst = status === 'declined' || status === 'blocked';
  return (
    <Stack gap={4} align="flex-start" className="state-cell">
      <StatusBadge tone={partnershipTones[status]}>{t(`applications.status.${status}`)}</StatusBadge>
      {isAgainst && verdict !== null ? (
        <Text size="sm" maw="40ch" ta="left">
          {verdict.reason_code === null ? '' : `${t(`reasonCodes.${verdict.reason_code}`)}: `}
          {verdict.reason}
        </Text>
      ) : null}
      {agreement === 'missing' && !isAgainst ? (
        <Text size="sm" maw="40ch" ta="left">
          {t('applications.agreementMissing')}
        </Text>
      ) : null}
      {through === null ? null : (
        <Text size="sm" c="dimmed" ta="left">
          {t('applications.joinedThrough', { program: programName(through) })}
        </Text>
      )}
    </Stack>
  );
}

function RowActions(props: { readonly application: ApplicationAnswer; readonly onLeave: () => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { ad_space, program, status } = props.application;
  const mayWrite = useMayWrite();
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {status === 'joined' ? (
        <ButtonLink
          to="/publisher/links"
          search={{ ad_space: ad_space.id, program: program.code }}
          size="compact-sm"
          variant="light"
        >
          {t('applications.links')}
        </ButtonLink>
      ) : null}
      <ApplicationHistory
        path={`/api/v1/applications/${ad_space.id}/${program.code}`}
        adSpace={ad_space.name}
        program={program.name}
      />
      {mayWrite && (status === 'joined' || status === 'pending') ? (
        <Button
          size="compact-sm"
          variant="subtle"
          color="red"
          onClick={props.onLeave}
          aria-label={t('applications.leaveTitle', { program: program.name, adSpace: ad_space.name })}
        >
          {t('applications.leave')}
        </Button>
      ) : null}
    </Group>
  );
}

function LeaveDialog(props: { readonly application: ApplicationAnswer; readonly onClose: () => void }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { ad_space, program } = props.application;
  const leave = useSend<void>({
    method: 'POST',
    path: `/api/v1/applications/${ad_space.id}/${program.code}/disconnect`,
    body: null,
    renews: ['/api/v1/applications'],
    done: t('applications.left'),
    onDone: props.onClose,
  });
  return (
    <ConfirmAction
      opened
      onClose={props.onClose}
      title={t('applications.leaveTitle', { program: program.name, adSpace: ad_space.name })}
      action={t('applications.leave')}
      running={leave.running}
      problem={leave.problem}
      onConfirm={() => leave.run()}
    >
      {t('applications.leaveText')}
    </ConfirmAction>
  );
}
