import { Button, Group, List, Radio, Stack, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpressAsk, ExpressOffer, ExpressPayment } from '../../../../../contract/wire/express-payments.ts';
import { useSend } from '../../../kit/api/use-api.ts';
import { ConfirmAction } from '../../../kit/controls/confirm-action.tsx';
import { AmountField } from '../../../kit/forms/amount-field.tsx';
import { Money } from '../../../kit/values/amounts.tsx';
import { comparedTo, isSome, leastOf, lessOf, percentOf } from '../../../kit/values/decimals.ts';
import { useFormats } from '../../../kit/values/format.ts';
import { readAmount } from '../../../kit/values/read-amount.ts';
import { keyOfAsking } from './asking-key.ts';
import { PAYMENTS } from './paths.ts';

interface Sum {
  readonly amount: string;
  readonly fee: string;
  readonly net: string;
}

/** What would be advanced, its fee and what arrives; `null` while no amount is typed that may be asked for. */
function sumOfAsking(offer: ExpressOffer, typed: string | null, language: string): Sum | null {
  if (typed === null) return { amount: offer.may_ask, fee: offer.fee, net: offer.net };
  const amount = readAmount(typed, language, offer.may_ask.split('.')[1]?.length ?? 0);
  if (amount === null || !isSome(amount)) return null;
  if (comparedTo(amount, leastAmount(offer)) < 0 || comparedTo(amount, offer.may_ask) > 0) return null;
  const fee = percentOf(amount, offer.fee_percent);
  return { amount, fee, net: lessOf(amount, fee) };
}

const leastAmount = ({ minimum, may_ask }: ExpressOffer): string => leastOf(minimum, may_ask);

/** Asks for all or for a part, with the arithmetic before it. */
export function Ask({ offer }: { readonly offer: ExpressOffer }) {
  const { t, i18n } = useTranslation('publisher');
  const formats = useFormats();
  const { currency } = offer;
  const [typed, setTyped] = useState<string | null>(null);
  const [isTried, setTried] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const sum = sumOfAsking(offer, typed, i18n.language);
  const money = (amount: string) => formats.money(amount, currency);
  const range = { least: money(leastAmount(offer)), most: money(offer.may_ask) };
  const isWrong = sum === null && (isTried || typed?.trim() !== '');
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setTried(true);
          setAsked(sum !== null);
        }}
      >
        <Stack gap="sm" align="flex-start">
          <Radio.Group
            label={t('express.ask')}
            value={typed === null ? 'all' : 'some'}
            onChange={(chosen) => {
              setTried(false);
              setTyped(chosen === 'all' ? null : '');
            }}
          >
            <Group gap="lg" mt={4}>
              <Radio value="all" label={t('express.all', { amount: money(offer.may_ask) })} />
              <Radio value="some" label={t('express.some')} />
            </Group>
          </Radio.Group>
          {typed === null ? null : (
            <AmountField
              label={t('express.amount')}
              description={t('express.amountHint', range)}
              unit={currency}
              value={typed}
              onChange={setTyped}
              error={isWrong ? t('express.amountWrong', range) : undefined}
            />
          )}
          <Arithmetic offer={offer} sum={sum} />
          <Button type="submit">
            {sum === null ? t('express.ask') : t('express.askNow', { amount: money(sum.amount) })}
          </Button>
        </Stack>
      </form>
      {isAsked && sum !== null ? <Confirm offer={offer} sum={sum} onClose={() => setAsked(false)} /> : null}
    </>
  );
}

/** Amount, fee, what arrives: one below the other, said again as they change. */
function Arithmetic({ offer, sum }: { readonly offer: ExpressOffer; readonly sum: Sum | null }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const line = (name: string, amount: string | undefined, isSum = false) => (
    <div className={isSum ? 'express-line express-sum' : 'express-line'}>
      <dt>{name}</dt>
      <dd className="figure">{amount === undefined ? '—' : <Money amount={amount} currency={offer.currency} />}</dd>
    </div>
  );
  return (
    <dl className="express-arithmetic" aria-live="polite">
      {line(t('express.asked'), sum?.amount)}
      {line(t('express.fee', { percent: formats.rate(offer.fee_percent) }), sum === null ? undefined : `-${sum.fee}`)}
      {line(t('express.net'), sum?.net, true)}
    </dl>
  );
}

interface ConfirmProps {
  readonly offer: ExpressOffer;
  readonly sum: Sum;
  readonly onClose: () => void;
}

/** Says what happens and what it costs; what changed meanwhile is refused by the server and told here. */
function Confirm({ offer, sum, onClose }: ConfirmProps) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const client = useQueryClient();
  const key = useRef(keyOfAsking());
  const { currency } = offer;
  const { amount, fee } = sum;
  const told = {
    amount: formats.money(amount, currency),
    fee: formats.money(fee, currency),
    net: formats.money(sum.net, currency),
  };
  const ask = useSend<void, ExpressPayment>({
    method: 'POST',
    path: PAYMENTS,
    body: (): ExpressAsk => ({
      currency,
      amount: amount === offer.may_ask ? null : amount,
      key: key.current,
      expected: { amount, fee },
    }),
    renews: [PAYMENTS, '/api/v1/balances'],
    done: t('express.done', told),
    onDone: onClose,
  });
  const close = () => {
    // What was refused, or whose answer was lost, is shown as it is now.
    if (ask.problem !== null)
      void client.invalidateQueries({ predicate: ({ queryKey }) => String(queryKey[0]).startsWith(PAYMENTS) });
    onClose();
  };
  return (
    <ConfirmAction
      opened
      isCalm
      onClose={close}
      title={t('express.confirmTitle', told)}
      action={t('express.askNow', told)}
      running={ask.running}
      problem={ask.problem}
      onConfirm={() => ask.run()}
    >
      <List size="sm" spacing={4}>
        {(['advance', 'fee', 'settled', 'refunded'] as const).map((part) => (
          <List.Item key={part}>
            <Text span size="sm">
              {t(`express.confirm.${part}`, told)}
            </Text>
          </List.Item>
        ))}
      </List>
    </ConfirmAction>
  );
}
