import { Alert, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HealthReport } from '../../../../contract/wire/health.ts';
import { useFormats } from '../../kit/values/format.ts';

/** What is the matter, since when, and what to do. */
export function Alarms({ alarms }: { readonly alarms: HealthReport['alarms'] }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  if (alarms.length === 0) {
    return (
      <Alert color="teal" variant="light" title={t('health.well')}>
        {t('health.wellWhy')}
      </Alert>
    );
  }
  const placeOf = (where: string | null): string =>
    where === null ? '' : t(`health.jobs.names.${where}` as 'health.jobs.names.mails_sent', { defaultValue: where });
  return (
    <Stack gap="sm">
      {alarms.map(({ name, since, count, where }) => (
        <Alert
          key={`${name} ${where}`}
          color="orange"
          variant="light"
          title={t(`health.alarm.${name}`, { count: formats.number(count), where: placeOf(where) })}
        >
          <Text size="sm">{t(`health.remedy.${name}`)}</Text>
          <Text size="sm" mt={4}>
            {since === null ? t('health.sinceUnknown') : t('common.since', { when: formats.instant(since) })}
          </Text>
        </Alert>
      ))}
    </Stack>
  );
}
