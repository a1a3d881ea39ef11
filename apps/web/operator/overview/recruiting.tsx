import { Anchor, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';

type Row = ProgramSettingsPage['programs'][number];

/** Programs that take no new partners, since when and why (S-028); nothing while all take some. */
export function RecruitingSuspended() {
  const { t } = useTranslation('operator');
  const columns = useColumns();
  const asked = { status: 'active', recruiting: 'suspended', limit: 200 };
  const programs = useApi<ProgramSettingsPage>('/api/v1/program-settings', asked);
  if (programs.data?.programs.length === 0) return null;
  return (
    <Section title={t('overview.recruiting.title')}>
      <Loaded query={programs}>
        {(found) => (
          <DataTable
            caption={t('overview.recruiting.title')}
            columns={columns}
            rows={found.programs}
            rowKey={({ code }) => code}
          />
        )}
      </Loaded>
    </Section>
  );
}

function useColumns(): readonly Column<Row>[] {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  return [
    {
      key: 'program',
      title: t('common.program'),
      isHeader: true,
      cell: ({ code, name }) => <Anchor href={`/programs/${code}`}>{name}</Anchor>,
    },
    {
      key: 'since',
      title: t('overview.recruiting.since'),
      cell: ({ recruiting_since: since, time_zone: zone }) => (
        <>
          <When at={since} zone={zone} />{' '}
          <Text span size="sm" c="dimmed">
            {formats.ago(since, Date.now())}
          </Text>
        </>
      ),
    },
    { key: 'reason', title: t('common.reason'), cell: (row) => reasonIn(i18n.language, row) },
  ];
}

/** As its advertiser wrote it in this language, else in English. */
function reasonIn(language: string, { recruiting_reason: reason, recruiting_translations }: Row): string {
  const translated: Readonly<Record<string, string | undefined>> = recruiting_translations ?? {};
  return translated[language] ?? reason ?? '—';
}
