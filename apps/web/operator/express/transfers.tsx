import { Alert, SegmentedControl, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExpressDeskPage } from '../../../../contract/wire/express-payments.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useMayWrite } from '../../kit/api/may-write.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { PagedTable } from '../look/paged-table.tsx';
import { DESK } from './paths.ts';
import { TakeBackDialog } from './take-back-dialog.tsx';
import { type Asked, transferColumns } from './transfer-columns.tsx';
import { TransferDialog } from './transfer-dialog.tsx';

const states = ['granted', 'transferred', 'taken_back'] as const;

/** Express payments that wait for the bank, and what became of the others. */
export function Transfers() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ state: 'granted', before: '' });
  const mayWrite = useMayWrite('payments');
  const [asked, setAsked] = useState<Asked | null>(null);
  const state = states.find((name) => name === values.state) ?? 'granted';
  const page = useApi<ExpressDeskPage>(DESK, { state, ...(values.before === '' ? {} : { before: values.before }) });
  const isWaiting = state === 'granted';
  const onClose = () => setAsked(null);
  return (
    <Stack gap="md">
      <SegmentedControl
        aria-label={t('common.status')}
        w="fit-content"
        value={state}
        onChange={(next) => change({ state: next, before: '' })}
        data={states.map((value) => ({ value, label: t(`express.states.${value}`) }))}
      />
      {isWaiting && page.data?.payments.some(({ covered }) => !covered) === true ? (
        <Alert color="orange" variant="light" title={t('express.uncovered')}>
          {t('express.uncoveredText')}
        </Alert>
      ) : null}
      <PagedTable
        query={page}
        rowsOf={({ payments }) => payments}
        nextOf={({ next }) => next}
        caption={t('express.tabs.transfers')}
        columns={transferColumns(t, isWaiting && mayWrite ? setAsked : null)}
        rowKey={({ id }) => id}
        empty={isWaiting ? t('express.noneWaiting') : t('express.none')}
        mark={values.before}
        onMark={(before, options) => change({ before }, options)}
      />
      {asked?.what === 'transfer' ? <TransferDialog payment={asked.payment} onClose={onClose} /> : null}
      {asked?.what === 'take_back' ? <TakeBackDialog payment={asked.payment} onClose={onClose} /> : null}
    </Stack>
  );
}
