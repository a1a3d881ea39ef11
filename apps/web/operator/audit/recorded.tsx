import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AuditPage } from '../../../../contract/wire/members.ts';
import { FACTS_MAX, recordedFacts } from './recorded-facts.ts';
import { useRecordedValue } from './recorded-value.ts';

/** What a record says in the reader's words. The reason stands elsewhere, and all of it as it was recorded. */
export function Recorded({ row }: { readonly row: AuditPage['records'][number] }) {
  const { t } = useTranslation('operator');
  const { nameOf, said } = useRecordedValue(row.detail_names);
  const { reason: _, ...detail } = row.detail;
  const facts = recordedFacts(detail);
  if (facts.length === 0) return null;
  return (
    <ul className="recorded">
      {facts.slice(0, FACTS_MAX).map(({ names, before, value }) => (
        <Text component="li" size="sm" className="plain-text" key={names.join('/')}>
          {names.length === 0 ? '' : `${names.map(nameOf).join(', ')}: `}
          {before === undefined ? '' : `${said(names, before)} → `}
          {said(names, value)}
        </Text>
      ))}
      {facts.length > FACTS_MAX ? (
        <Text component="li" size="sm">
          {t('audit.moreFacts', { count: facts.length - FACTS_MAX })}
        </Text>
      ) : null}
    </ul>
  );
}
