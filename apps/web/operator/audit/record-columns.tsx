import { Anchor, Button, Code, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditPage } from '../../../../contract/wire/members.ts';
import { When } from '../../kit/amounts.tsx';
import type { Column } from '../../kit/data-table.tsx';
import { TextLink } from '../../kit/text-link.tsx';
import { shortActor } from '../look/decision-texts.ts';
import { useActionName } from './action-name.ts';
import type { AuditFilters } from './filters.tsx';

type AuditRow = AuditPage['records'][number];
type Narrow = (some: Partial<AuditFilters>) => void;

/** A record in words; what exactly was written down can be unfolded. */
export function useRecordColumns(onNarrow: Narrow): readonly Column<AuditRow>[] {
  const { t } = useTranslation('operator');
  const nameOf = useActionName();
  return [
    { key: 'at', title: t('common.when'), cell: (row) => <When at={row.at} /> },
    { key: 'action', title: t('audit.action'), cell: (row) => nameOf(row.action), isHeader: true },
    { key: 'subject', title: t('audit.subject'), cell: (row) => <Subject row={row} onNarrow={onNarrow} /> },
    { key: 'actor', title: t('audit.actor'), cell: (row) => <Actor row={row} onNarrow={onNarrow} /> },
    { key: 'organisation', title: t('audit.organisation'), cell: (row) => <Organisation row={row} /> },
    { key: 'detail', title: t('audit.detail'), cell: (row) => <Detail row={row} /> },
  ];
}

function Subject({ row, onNarrow }: { readonly row: AuditRow; readonly onNarrow: Narrow }) {
  const { t } = useTranslation('operator');
  const kind = row.subject.split(':')[0] ?? '';
  const kindName = t(`audit.subjects.${kind}` as 'audit.subjects.program', { defaultValue: kind });
  return (
    <Stack gap={0} align="flex-start">
      <Text span size="xs" c="dimmed">
        {kindName}
      </Text>
      <span className="anywhere">
        <SubjectLink row={row} />
      </span>
      <Button
        size="compact-xs"
        variant="subtle"
        aria-label={t('audit.onlyThis', { name: `${kindName} ${row.subject_name ?? row.subject}` })}
        onClick={() => onNarrow({ subject: row.subject })}
      >
        {t('audit.only')}
      </Button>
    </Stack>
  );
}

/** Leads to where an operator looks at it. */
function SubjectLink({ row }: { readonly row: AuditRow }) {
  const { subject, subject_name: name, subject_at: at } = row;
  if (at === null) return name ?? <span className="hash">{subject}</span>;
  const text = name ?? subject;
  if (at.screen === 'program') return <Anchor href={`/programs/${encodeURIComponent(at.id)}`}>{text}</Anchor>;
  const to = at.screen === 'case' ? '/operator/conduct/$id' : '/operator/people/$id';
  return (
    <TextLink to={to} params={{ id: at.id }}>
      {text}
    </TextLink>
  );
}

/** The person or application; a job or command has no more than its name. */
function Actor({ row, onNarrow }: { readonly row: AuditRow; readonly onNarrow: Narrow }) {
  const { t } = useTranslation('operator');
  const name = row.actor_name ?? shortActor(row.actor);
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      className="wrapping"
      aria-label={t('audit.onlyThis', { name })}
      onClick={() => onNarrow({ actor: row.actor })}
    >
      {name}
    </Button>
  );
}

function Organisation({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation('operator');
  if (row.organisation_id === null) return <Text c="dimmed">{t('audit.network')}</Text>;
  return (
    <TextLink to="/operator/people/$id" params={{ id: row.organisation_id }} className="anywhere">
      {row.organisation ?? row.organisation_id}
    </TextLink>
  );
}

/** The reason that somebody gave stands open; the rest is for whoever wants to know exactly. */
function Detail({ row }: { readonly row: AuditRow }) {
  const { t } = useTranslation('operator');
  const reason = row.detail['reason'];
  return (
    <Stack gap={2} className="audit-detail">
      {typeof reason === 'string' && reason !== '' ? (
        <Text size="sm" className="plain-text">
          {reason}
        </Text>
      ) : null}
      <details>
        <summary>{t('audit.record')}</summary>
        <Code block className="plain-text">
          {JSON.stringify({ action: row.action, subject: row.subject, actor: row.actor, detail: row.detail }, null, 2)}
        </Code>
      </details>
    </Stack>
  );
}
