import { Select, Stack, Text, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PartnerChanged, PartnerDecline, PartnerRow } from '../../../../contract/wire/partners.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { reasonCodes } from '../../kit/many/many-of.ts';

/** Declines one application; the publisher reads the reason. */
export function DeclineForm(props: {
  readonly partner: PartnerRow;
  readonly opened: boolean;
  readonly address: string;
  readonly onClose: () => void;
  readonly onDeclined: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const { partner, opened, address, onClose, onDeclined } = props;
  const { text: reason, write, forget } = useUnsent(`decline ${address}`);
  const [code, setCode] = useState<(typeof reasonCodes)[number]>('other');
  const decline = useSend<PartnerDecline, PartnerChanged>({
    method: 'POST',
    path: `${address}/decline`,
    renews: ['/api/v1/partners'],
    done: null,
    onDone: () => {
      forget();
      onClose();
      onDeclined();
    },
  });
  const names = { publisher: partner.publisher.name, program: partner.program.name };
  return (
    <ConfirmAction
      opened={opened}
      onClose={onClose}
      title={t('daily.applications.declineTitle', { name: partner.ad_space.name })}
      action={t('daily.applications.decline')}
      running={decline.running}
      problem={decline.problem}
      onConfirm={() => decline.run({ from: partner.status, reason, reason_code: code })}
    >
      <Stack gap="sm">
        <Text size="sm">{t('daily.applications.declineWhat', names)}</Text>
        <Select
          label={t('daily.applications.reasonCode')}
          data={reasonCodes.map((value) => ({ value, label: t(`daily.applications.codes.${value}`) }))}
          value={code}
          allowDeselect={false}
          onChange={(value) => setCode(reasonCodes.find((known) => known === value) ?? 'other')}
        />
        <Textarea
          label={t('daily.applications.reason')}
          required
          autosize
          minRows={2}
          maxLength={1000}
          value={reason}
          onChange={(event) => write(event.currentTarget.value)}
        />
      </Stack>
    </ConfirmAction>
  );
}
