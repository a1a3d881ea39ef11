import { useTranslation } from 'react-i18next';
import type { LedgerAccount, LedgerState } from '../../../../contract/wire/ledger.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { useFormats } from '../../kit/values/format.ts';

type Finding = NonNullable<LedgerState['check']['last']>['findings'][number];

/** What some of the sentences about faults name. */
const NOTHING = { currency: '', amount: '', account: '', kept: '', rebuilt: '', position: '', end: '' };

/** One thing that a check of the book found, with the entry or account to look at. */
export function BookFault({ entry, fault, values }: Finding) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { account = '', kind = '', currency = '' } = values;
  const amount = (name: 'amount' | 'kept' | 'rebuilt'): string => {
    const value = values[name] ?? '';
    return currency === '' ? value : formats.money(value, currency);
  };
  const named = {
    ...NOTHING,
    ...values,
    account: kind === '' ? t('ledger.accountGone', { account }) : t(`ledger.kinds.${kind as LedgerAccount['kind']}`),
    amount: amount('amount'),
    kept: amount('kept'),
    rebuilt: amount('rebuilt'),
  };
  return (
    <>
      {t(`ledger.faults.${fault}`, named)}{' '}
      {entry === null ? null : (
        <TextLink inherit underline="always" to="/operator/ledger/entries/$id" params={{ id: entry }} className="hash">
          {entry}
        </TextLink>
      )}
      {fault !== 'balance_differs' || kind === '' ? null : (
        <TextLink inherit underline="always" to="/operator/ledger/accounts/$id" params={{ id: account }}>
          {t('ledger.account')}
        </TextLink>
      )}
    </>
  );
}
