import { useTranslation } from 'react-i18next';
import type { ProgramSettings, ProgramSettingsPage } from '../../../../contract/wire/program-editing.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Loaded } from '../../kit/page/states.tsx';
import { useFormats } from '../../kit/values/format.ts';
import type { Fact } from '../look/facts.tsx';
import { Outside } from './ad-space-queue.tsx';
import { QueueFlow } from './queue-flow.tsx';
import type { Decision } from './queue-item.ts';

/** Programs that their advertisers have submitted. */
export function ProgramQueue() {
  const { values } = useAddress({ item: '' });
  const found = useApi<ProgramSettingsPage>('/api/v1/program-settings', { status: 'pending', limit: 200 });
  const programs = found.data?.programs ?? [];
  const current = programs.find(({ code }) => code === values.item) ?? programs[0];
  const settings = useApi<ProgramSettings>(
    `/api/v1/programs/${current?.code ?? ''}/settings`,
    {},
    { enabled: current !== undefined },
  );
  const facts = useFacts();
  const judge = useSend<Decision>({
    method: 'POST',
    path: ({ item }) => `/api/v1/programs/${item.key}/status`,
    body: ({ approve, reason }) =>
      approve ? { status: 'active', from: 'pending' } : { status: 'declined', from: 'pending', reason },
    renews: ['/api/v1/moderation', '/api/v1/program'],
    done: null,
  });
  return (
    <Loaded query={found}>
      {(page) => (
        <QueueFlow
          queue="programs"
          items={page.programs.map((program) => ({
            key: program.code,
            name: program.name,
            note: program.advertiser.name,
            since: program.status_since,
            facts: settings.data?.code === program.code ? facts(settings.data) : [],
          }))}
          total={page.programs.length}
          hasCodes={false}
          running={judge.running}
          problem={judge.problem}
          onDecide={async (decision) => (await judge.runAsync(decision)) !== null}
        />
      )}
    </Loaded>
  );
}

function useFacts(): (settings: ProgramSettings) => readonly Fact[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  return (settings) => [
    { name: t('moderation.facts.advertiser'), value: settings.advertiser.name },
    { name: t('moderation.facts.address'), value: <Outside url={settings.home_url} /> },
    {
      name: t('moderation.facts.missing'),
      value: settings.missing.length === 0 ? t('moderation.facts.nothingMissing') : settings.missing.join(', '),
    },
    { name: t('moderation.facts.categories'), value: settings.categories.join(', ') || '—' },
    {
      name: t('moderation.facts.countries'),
      value:
        settings.countries.length === 0
          ? t('moderation.facts.everywhere')
          : formats.list(settings.countries.map(formats.country)),
    },
    { name: t('moderation.facts.hosts'), value: settings.allowed_hosts.join(', ') },
    {
      name: t('moderation.facts.termsNotice'),
      value: t('moderation.facts.days', { count: settings.terms_notice_days }),
    },
  ];
}
