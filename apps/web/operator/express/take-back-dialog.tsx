import { useTranslation } from 'react-i18next';
import type { ExpressPaymentDesk } from '../../../../contract/wire/express-payments.ts';
import { useSend } from '../../kit/api/use-api.ts';
import { useUnsent } from '../../kit/forms/use-unsent.ts';
import { useNotice } from '../../kit/notices/use-notice.ts';
import { useFormats } from '../../kit/values/format.ts';
import { ReasonDialog } from '../look/reason-dialog.tsx';
import { EXPRESS } from './paths.ts';

interface TakeBackDialogProps {
  readonly payment: ExpressPaymentDesk;
  readonly onClose: () => void;
}

/** Before the transfer: says what is taken back and from whom, and asks for the reason that the publisher reads. */
export function TakeBackDialog({ payment, onClose }: TakeBackDialogProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const say = useNotice();
  const draft = useUnsent(`express ${payment.id}`);
  const { currency } = payment;
  const told = {
    publisher: payment.publisher.name,
    advanced: formats.money(payment.advanced, currency),
    fee: formats.money(payment.fee, currency),
  };
  const takeBack = useSend<string>({
    method: 'POST',
    path: `${EXPRESS}/${payment.id}/take-back`,
    body: (reason) => ({ reason }),
    renews: [EXPRESS],
    done: null,
    onDone: () => {
      draft.forget();
      onClose();
      say(t('express.takenBack', told));
    },
  });
  return (
    <ReasonDialog
      opened
      draft={draft}
      onClose={onClose}
      title={t('express.takeBackOf', told)}
      action={t('express.takeBackAction', told)}
      running={takeBack.running}
      problem={takeBack.problem}
      onReason={takeBack.run}
    >
      {t('express.takeBackText', told)}
    </ReasonDialog>
  );
}
