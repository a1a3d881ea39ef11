import { Button, Group, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CHANNELS, RESULTS } from './intake-read.ts';

export type LogFilters = Readonly<Record<'log' | 'channel' | 'result' | 'order', string>>;

/** Which reports are shown, and whether new ones come in by themselves. */
export function IntakeFilters(props: {
  readonly values: LogFilters;
  readonly isPaused: boolean;
  readonly onChange: (values: Partial<LogFilters>) => void;
  readonly onPause: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const { values, isPaused, onChange } = props;
  return (
    <Group align="flex-end" gap="sm" mb="sm">
      <SegmentedControl
        aria-label={t('daily.integration.log')}
        data={[
          { value: 'all', label: t('daily.integration.everything') },
          { value: 'proven', label: t('daily.integration.accepted') },
          { value: 'unproven', label: t('daily.integration.unproven') },
        ]}
        value={values.log}
        onChange={(log) => onChange({ log })}
      />
      <Select
        label={t('daily.integration.verdict')}
        data={[
          { value: '', label: t('daily.integration.everything') },
          ...RESULTS.map((value) => ({ value, label: t(`daily.integration.results.${value}`) })),
        ]}
        value={values.result}
        allowDeselect={false}
        onChange={(result) => onChange({ result: result ?? '' })}
      />
      <Select
        label={t('daily.integration.channel')}
        data={[
          { value: '', label: t('daily.integration.everyWay') },
          ...CHANNELS.map((value) => ({ value, label: t(`daily.integration.channels.${value}`) })),
        ]}
        value={values.channel}
        allowDeselect={false}
        onChange={(channel) => onChange({ channel: channel ?? '' })}
      />
      <TextInput
        label={t('daily.integration.order_id')}
        value={values.order}
        maxLength={128}
        onChange={(event) => onChange({ order: event.currentTarget.value.trim() })}
      />
      <Button variant={isPaused ? 'filled' : 'default'} aria-pressed={isPaused} onClick={props.onPause}>
        {t(isPaused ? 'daily.integration.goOn' : 'daily.integration.pause')}
      </Button>
    </Group>
  );
}
