import { Stack, Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MailSetting, MailSettings } from '../../../../contract/wire/mail-settings.ts';
import { useApi, useSend } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { FormProblem, Loaded } from '../../kit/page/states.tsx';

const PATH = '/api/v1/person/mails';

/** Which mails one wants; a switch takes effect at once. */
export function MailSection() {
  const { t } = useTranslation('account');
  const settings = useApi<MailSettings>(PATH);
  const change = useSend<MailSetting, MailSettings>({ method: 'PUT', path: PATH, renews: [PATH] });
  // The network's own people are written to about nothing else.
  if (settings.data?.topics.length === 0) return null;
  return (
    <Section title={t('mails.title')} lead={t('mails.why')}>
      <Loaded query={settings} rows={4}>
        {({ topics }) => (
          <Stack>
            <FormProblem problem={change.problem} fields={[]} />
            {topics.map(({ topic, wanted }) => (
              <Switch
                key={topic}
                label={t(`mails.topics.${topic}`)}
                checked={wanted}
                disabled={change.running}
                onChange={(event) => change.run({ topic, wanted: event.currentTarget.checked })}
              />
            ))}
          </Stack>
        )}
      </Loaded>
    </Section>
  );
}
