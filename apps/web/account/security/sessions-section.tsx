import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PersonSessions } from '../../../../contract/wire/person.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { Section } from '../../kit/page/page.tsx';
import { FormProblem, Loaded } from '../../kit/page/states.tsx';
import { DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { browserName } from './browser-name.ts';

const PATH = '/api/v1/person/sessions';
type Session = PersonSessions['sessions'][number];

/** Where the person is signed in, and ending that. */
export function SessionsSection() {
  const { t } = useTranslation('account');
  const sessions = useApi<PersonSessions>(PATH);
  const [isAsked, setAsked] = useState(false);
  const others = (sessions.data?.sessions ?? []).filter(({ current }) => !current).length;
  const endOthers = useSend({
    method: 'DELETE',
    path: PATH,
    body: null,
    renews: [PATH],
    onDone: () => setAsked(false),
  });
  return (
    <Section
      title={t('sessions.title')}
      lead={t('sessions.lead')}
      actions={
        others === 0 ? null : (
          <Button variant="default" onClick={() => setAsked(true)}>
            {t('sessions.endOthers', { count: others })}
          </Button>
        )
      }
    >
      <Loaded query={sessions}>{(found) => <SessionTable sessions={found.sessions} />}</Loaded>
      <ConfirmAction
        opened={isAsked}
        onClose={() => {
          endOthers.forget();
          setAsked(false);
        }}
        title={t('sessions.endOthers', { count: others })}
        action={t('sessions.endOthers', { count: others })}
        running={endOthers.running}
        problem={endOthers.problem}
        onConfirm={() => endOthers.run()}
      >
        {t('sessions.endOthersWhy', { count: others })}
      </ConfirmAction>
    </Section>
  );
}

function SessionTable({ sessions }: { readonly sessions: readonly Session[] }) {
  const { t } = useTranslation('account');
  const end = useSend<string>({ method: 'DELETE', path: (id) => `${PATH}/${id}`, body: null, renews: [PATH] });
  return (
    <>
      <FormProblem problem={end.problem} fields={[]} />
      <DataTable
        caption={t('sessions.title')}
        rows={sessions}
        rowKey={(session) => session.id}
        columns={[
          { key: 'browser', title: t('sessions.browser'), cell: (each) => browserName(each.browser), isHeader: true },
          { key: 'network', title: t('sessions.network'), cell: (each) => each.network },
          { key: 'since', title: t('sessions.since'), cell: (each) => <When at={each.created_at} /> },
          { key: 'seen', title: t('sessions.seen'), cell: (each) => <When at={each.last_seen_at} /> },
          {
            key: 'end',
            title: t('sessions.end'),
            cell: (each) =>
              each.current ? (
                <StatusBadge tone="good">{t('sessions.current')}</StatusBadge>
              ) : (
                <Button
                  variant="default"
                  size="compact-sm"
                  onClick={() => end.run(each.id)}
                  disabled={end.running}
                  aria-label={`${t('sessions.end')}: ${browserName(each.browser)}, ${each.network}`}
                >
                  {t('sessions.end')}
                </Button>
              ),
          },
        ]}
      />
    </>
  );
}
