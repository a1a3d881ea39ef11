import { Group, Radio, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AdvertiserPaymentPreview,
  AdvertiserPaymentPreviewBody,
} from '../../../../contract/wire/advertiser-payments.ts';
import type { Send } from '../../kit/api/use-api.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { type Choice, LISTED_MAX, listed, readChoice } from './chosen-orders.ts';

const DAY_CHARACTERS = 10;

interface OrderChoiceProps {
  readonly program: string;
  readonly send: Send<AdvertiserPaymentPreviewBody, AdvertiserPaymentPreview>;
  readonly onChange: () => void;
}

/** For which orders: all that were approved until a day, or those of a list. */
export function OrderChoice({ program, send, onChange }: OrderChoiceProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const [choice, setChoice] = useState<Choice>(() => ({
    by: 'day',
    until: new Date().toISOString().slice(0, DAY_CHARACTERS),
    list: '',
  }));
  const [isTried, setTried] = useState(false);
  const read = readChoice(program, choice);
  const most = formats.number(LISTED_MAX);
  const fault =
    isTried && typeof read === 'string'
      ? t(`payments.${read}`, { most, count: listed(choice.list).length })
      : undefined;
  const change = (some: Partial<Choice>) => {
    setChoice((before) => ({ ...before, ...some }));
    setTried(false);
    onChange();
  };
  return (
    <SendForm
      send={send}
      names={['until', 'orders']}
      action={t('payments.preview')}
      onSend={() => {
        setTried(true);
        if (typeof read !== 'string') send.run(read);
      }}
    >
      <Radio.Group
        label={t('payments.which')}
        value={choice.by}
        onChange={(by) => change({ by: by === 'list' ? 'list' : 'day' })}
      >
        <Group gap="lg" mt={4}>
          <Radio value="day" label={t('payments.byDay')} />
          <Radio value="list" label={t('payments.byList')} />
        </Group>
      </Radio.Group>
      {choice.by === 'day' ? (
        <DayField
          label={t('payments.until')}
          description={t('payments.untilHint')}
          value={choice.until}
          onChange={(until) => change({ until })}
          error={fault ?? send.fieldError('until')}
        />
      ) : (
        <Textarea
          label={t('payments.list')}
          description={t('payments.listHint', { most })}
          value={choice.list}
          onChange={({ currentTarget }) => change({ list: currentTarget.value })}
          error={fault ?? send.fieldError('orders')}
          autosize
          minRows={4}
          maxRows={12}
        />
      )}
    </SendForm>
  );
}
