import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  AdvertiserPayment,
  AdvertiserPaymentBody,
  AdvertiserPaymentPreview,
  AdvertiserPaymentPreviewBody,
} from '../../../../contract/wire/advertiser-payments.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { ConfirmAction } from '../../kit/controls/confirm-action.tsx';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { isSome, sumsByCurrency } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { BankFields, bankLineNow, isWhole, sentBankLine } from '../look/bank-fields.tsx';
import { PAYMENTS } from './paths.ts';

interface ConfirmPaymentProps {
  /** Of the program. */
  readonly name: string;
  readonly which: AdvertiserPaymentPreviewBody;
  readonly preview: AdvertiserPaymentPreview;
  readonly onRecorded: () => void;
  readonly onLookAgain: () => void;
}

/** The bank's reference, a last look at what and how much, and the payment is in the books: exactly what the preview told, or nothing. */
export function ConfirmPayment({ name, which, preview, onRecorded, onLookAgain }: ConfirmPaymentProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const say = useNotice();
  const [line, setLine] = useState(bankLineNow);
  const [isAsked, setAsked] = useState(false);
  const { orders, due, publishers } = preview;
  const told = { due: formats.list(due.map(({ amount, currency }) => formats.money(amount, currency))), program: name };
  const settled = sumsByCurrency(publishers.map((each) => ({ amount: each.settled, currency: each.currency })))
    .filter(({ amount }) => isSome(amount))
    .map(({ amount, currency }) => formats.money(amount, currency));
  const record = useSend<void, AdvertiserPayment>({
    method: 'POST',
    path: PAYMENTS,
    body: (): AdvertiserPaymentBody => ({ ...which, ...sentBankLine(line), expected: { orders, due } }),
    renews: [PAYMENTS],
    done: null,
    onDone: () => {
      say(t('payments.done', told));
      onRecorded();
    },
  });
  const close = () => {
    setAsked(false);
    if (record.problem?.code === 'PAYMENT_CHANGED') onLookAgain();
  };
  const isBeside = record.problem?.field === 'reference' || record.problem?.field === 'at';
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          record.forget();
          setAsked(true);
        }}
      >
        <Stack gap="md" maw={560}>
          <BankFields
            value={line}
            onChange={setLine}
            labels={{ reference: t('payments.reference'), hint: t('payments.referenceHint'), at: t('payments.at') }}
            send={record}
          />
          <Button type="submit" w="fit-content" disabled={!isWhole(line)}>
            {t('payments.confirm')}
          </Button>
        </Stack>
      </form>
      <ConfirmAction
        opened={isAsked && !isBeside}
        isCalm
        onClose={close}
        title={t('payments.confirmTitle', told)}
        action={t('payments.confirmAction', told)}
        running={record.running}
        problem={record.problem}
        onConfirm={() => record.run()}
      >
        {t('payments.confirmText', {
          count: orders,
          settled: settled.length === 0 ? t('payments.nothingSettled') : formats.list(settled),
        })}
      </ConfirmAction>
    </>
  );
}
