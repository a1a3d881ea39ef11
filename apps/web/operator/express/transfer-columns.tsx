import { Button, Group, Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import type { ExpressPaymentDesk } from '../../../../contract/wire/express-payments.ts';
import type { Column } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { toneOf } from '../look/tones.ts';
import { publisherColumn } from './publisher-column.tsx';

type T = TFunction<'operator'>;

/** What somebody wants to do with which express payment. */
export interface Asked {
  readonly what: 'transfer' | 'take_back';
  readonly payment: ExpressPaymentDesk;
}

/** `onAsk` is null where there is nothing to do, or nobody who may. */
export function transferColumns(t: T, onAsk: ((asked: Asked) => void) | null): readonly Column<ExpressPaymentDesk>[] {
  const money = (key: 'advanced' | 'fee' | 'net' | 'settled'): Column<ExpressPaymentDesk> => ({
    key,
    title: t(`express.${key}`),
    align: 'right',
    cell: (row) => <Money amount={row[key]} currency={row.currency} />,
  });
  return [
    publisherColumn(t),
    {
      key: 'asked',
      title: t('express.askedAt'),
      cell: (row) => (
        <Stack component="span" gap={0}>
          <When at={row.asked_at} />
          {row.asked_by === null ? null : <Note>{t('express.askedBy', { name: row.asked_by })}</Note>}
        </Stack>
      ),
    },
    money('advanced'),
    money('fee'),
    money('net'),
    money('settled'),
    { key: 'state', title: t('common.status'), cell: (row) => <State payment={row} t={t} /> },
    ...(onAsk === null ? [] : [actions(t, onAsk)]),
  ];
}

function actions(t: T, onAsk: (asked: Asked) => void): Column<ExpressPaymentDesk> {
  return {
    key: 'act',
    title: t('express.act'),
    cell: (payment) => (
      <Group gap="xs">
        {payment.covered ? (
          <Button
            size="compact-sm"
            aria-label={`${t('express.transfer')}: ${payment.publisher.name}`}
            onClick={() => onAsk({ what: 'transfer', payment })}
          >
            {t('express.transfer')}
          </Button>
        ) : null}
        <Button
          size="compact-sm"
          variant="default"
          aria-label={`${t('express.takeBack')}: ${payment.publisher.name}`}
          onClick={() => onAsk({ what: 'take_back', payment })}
        >
          {t('express.takeBack')}
        </Button>
      </Group>
    ),
  };
}

/** The state, and what was written about it. */
function State({ payment, t }: { readonly payment: ExpressPaymentDesk; readonly t: T }) {
  const { state, transfer, taken_back: takenBack, handled_by: by } = payment;
  return (
    <Stack component="span" gap={2} align="flex-start">
      {state === 'granted' && !payment.covered ? (
        <StatusBadge tone="attention">{t('express.uncovered')}</StatusBadge>
      ) : (
        <StatusBadge tone={toneOf(state)}>{t(`express.states.${state}`)}</StatusBadge>
      )}
      {transfer === null ? null : (
        <Note>
          <When at={transfer.at} /> · {t('express.reference', { reference: transfer.reference })}
        </Note>
      )}
      {takenBack === null ? null : (
        <Note>
          <When at={takenBack.at} /> · {takenBack.reason}
        </Note>
      )}
      {by === null ? null : <Note>{t('express.handledBy', { name: by })}</Note>}
    </Stack>
  );
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <Text span size="xs" c="dimmed" className="anywhere">
      {children}
    </Text>
  );
}
