import { Anchor, Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditPage } from '../../../../contract/wire/members.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { shortActor } from '../look/decision-texts.ts';
import { useActionName } from './action-name.ts';
import type { AuditFilters } from './filters.tsx';
import { Recorded } from './recorded.tsx';

type AuditRow = AuditPage['records'][number];
type Narrow = (some: Partial<AuditFilters>) => void;

/** A record in words; what exactly was written down can be unfolded. */
export function useRecordColumns(onNarrow: Narrow): readonly Column<AuditRow>[] {
  const { t } = useTranslation('operator');
  const nameOf = useActionName();
  return [
    { key: 'at', title: t('common.when'), cell: (row) => <When at={row.at} /> },
    { key: 'action', title: t('audit.action'), cell: (row) => nameOf(row.action), isHeader: true },
    { key: 'subject', title: t('audit.subject'), cell: (row) => <Subject row={row} /> },
    { key: 'actor', title: t('audit.actor'), cell: (row) => <span className="anywhere">{actorOf(row)}</span> },
    { key: 'organisation', title: t('audit.organisation'), cell: (row) => <Organisation row={row} /> },
    { key: 'detail', title: t('audit.detail'), cell: (row) => <Detail row={row} onNarrow={onNarrow} /> },
  ];
}

function Subject({ row }: { readonly row: AuditRow }) {
  const kindName = useKindName();
  return (
    <Stack gap={0}>
      <Text span size="xs" c="dimmed">
        {kindName(row.subject)}
      </Text>
      <span className="anywhere">
        <SubjectLink row={row} />
      </span>
    </Stack>
  );
}

function useKindName(): (subject: string) => string {
  const { t } = useTranslation('operator');
  return (subject) => {
    const kind = subject.split(':')[0] ?? '';
    return t(`audit.subjects.${kind}` as 'audit.subjects.program', { defaultValue: kind });
  };
}

/** Leads to where an operator looks at it. */
function SubjectLink({ row }: { readonly row: AuditRow }) {
  const { subject, subject_name: name, subject_at: at } = row;
  if (at === null) return name ?? <span className="hash">{subject}</span>;
  const text = name ?? subject;
  if (at.screen === 'program')
    return (
      <Anchor inherit href={`/programs/${encodeURIComponent(at.id)}`}>
        {text}
      </Anchor>
    );
  const to = at.screen === 'case' ? '/operator/conduct/$id' : '/operator/people/$id';
  return (
    <TextLink inherit to={to} params={{ id: at.id }}>
      {text}
    </TextLink>
  );
}

function Organisation({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation('operator');
  if (row.organisation_id === null) return <Text c="dimmed">{t('audit.network')}</Text>;
  return (
    <TextLink inherit to="/operator/people/$id" params={{ id: row.organisation_id }} className="anywhere">
      {row.organisation ?? row.organisation_id}
    </TextLink>
  );
}

/** A job or command has no more than its name. */
function actorOf(row: AuditRow): string {
  return row.actor_name ?? shortActor(row.actor);
}

/** The reason that somebody gave, then the rest in words; how exactly it was recorded is for whoever wants to know. */
function Detail({ row, onNarrow }: { readonly row: AuditRow; readonly onNarrow: Narrow }) {
  const { t } = useTranslation('operator');
  const kindName = useKindName();
  const reason = row.detail['reason'];
  const { action, subject, actor, detail } = row;
  const narrow = (some: Partial<AuditFilters>, name: string) => (
    <Button size="compact-sm" variant="default" className="wrapping" onClick={() => onNarrow(some)}>
      {t('audit.onlyThis', { name })}
    </Button>
  );
  return (
    <Stack gap={2} className="audit-detail">
      {typeof reason === 'string' && reason !== '' ? (
        <Text size="sm" className="plain-text">
          {reason}
        </Text>
      ) : null}
      <Recorded row={row} />
      <details>
        <summary>{t('audit.record')}</summary>
        <Stack gap="xs" align="flex-start" pt="xs">
          <Code block className="plain-text">
            {JSON.stringify({ action, subject, actor, detail }, null, 2)}
          </Code>
          {narrow({ subject }, `${kindName(subject)} ${row.subject_name ?? ''}`.trim())}
          {narrow({ actor }, actorOf(row))}
        </Stack>
      </details>
    </Stack>
  );
}
