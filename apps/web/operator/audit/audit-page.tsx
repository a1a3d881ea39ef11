import { useTranslation } from 'react-i18next';
import type { AuditPage as Records } from '../../../../contract/wire/members.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { PagedTable } from '../look/paged-table.tsx';
import { ExportButton } from './export-button.tsx';
import { Filters, moment } from './filters.tsx';
import { useRecordColumns } from './record-columns.tsx';
import '../look/operator.css';

/** Who changed what, when; of the whole network. */
export function AuditPage() {
  const { t } = useTranslation('operator');
  const { values, change, query } = useAddress({
    since: '',
    until: '',
    actor: '',
    action: '',
    subject: '',
    organisation: '',
    before: '',
  });
  const asked = { ...query, ...moment('since', values), ...moment('until', values) };
  const found = useApi<Records>('/api/v1/audit', asked);
  const columns = useRecordColumns((some) => change({ ...some, before: '' }, { push: true }));
  return (
    <Page
      title={t('audit.title')}
      lead={t('audit.lead')}
      actions={<ExportButton query={{ ...asked, before: undefined }} />}
    >
      <Filters
        values={values}
        records={found.data?.records ?? []}
        onChange={(some) => change({ ...some, before: '' })}
      />
      <PagedTable
        query={found}
        rowsOf={(page) => page.records}
        nextOf={(page) => page.next}
        caption={t('audit.title')}
        columns={columns}
        rowKey={(row) => row.id}
        empty={t('audit.none')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
    </Page>
  );
}
