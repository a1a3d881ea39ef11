import { Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpressPaymentDesk, ExpressTransferBody } from '../../../../contract/wire/express-payments.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { FocusReturn } from '../../kit/controls/use-focus-return.ts';
import { SendForm } from '../../kit/forms/send-form.tsx';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { useFormats } from '../../kit/values/format.ts';
import { BankFields, bankLineNow, isWhole, sentBankLine } from '../look/bank-fields.tsx';
import { EXPRESS } from './paths.ts';

interface TransferDialogProps {
  readonly payment: ExpressPaymentDesk;
  readonly onClose: () => void;
}

/** Records what the bank has sent: says to whom and how much before. */
export function TransferDialog({ payment, onClose }: TransferDialogProps) {
  const { t } = useTranslation(['operator', 'frame']);
  const formats = useFormats();
  const say = useNotice();
  const [line, setLine] = useState(bankLineNow);
  const told = { net: formats.money(payment.net, payment.currency), publisher: payment.publisher.name };
  const record = useSend<ExpressTransferBody>({
    method: 'POST',
    path: `${EXPRESS}/${payment.id}/transfer`,
    renews: [EXPRESS],
    done: null,
    onDone: () => {
      onClose();
      say(t('express.transferred', told));
    },
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('express.transferOf', told)}
      closeButtonProps={{ 'aria-label': t('frame:actions.close') }}
    >
      <FocusReturn />
      <SendForm
        send={record}
        names={['reference', 'at']}
        onSend={() => record.run(sentBankLine(line, payment.asked_at))}
        action={t('express.transferAction', told)}
        isIdle={!isWhole(line)}
        isAlone
      >
        <Stack gap="md">
          <Text size="sm">{t('express.transferText', told)}</Text>
          <BankFields
            value={line}
            onChange={setLine}
            labels={{
              reference: t('express.bankReference'),
              hint: t('express.bankReferenceHint'),
              at: t('express.at'),
            }}
            send={record}
          />
        </Stack>
      </SendForm>
    </Modal>
  );
}
