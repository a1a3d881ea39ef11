import { Stack, Text } from '@mantine/core';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Action } from '../../../../contract/wire/actions.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { Money, When } from '../../kit/values/amounts.tsx';
import { isSome } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { type Names, named, useNames } from '../figures/names.ts';
import { ActionStatus } from '../figures/status.tsx';

/** A list of orders; the first column leads to the story of each. */
export function actionColumns({
  t,
  names,
}: {
  readonly t: TFunction<'publisher'>;
  readonly names: Names;
}): readonly Column<Action>[] {
  return [
    { key: 'order', title: t('actions.order'), isHeader: true, cell: (row) => <OrderLink action={row} t={t} /> },
    {
      key: 'when',
      title: t('actions.when'),
      cell: (row) => <When at={row.ordered_at} zone={zoneOf(names, row.program)} />,
    },
    {
      key: 'program',
      title: t('actions.program'),
      cell: (row) => (
        <Stack component="span" gap={0}>
          <span>{names.program(row.program)}</span>
          <Text span size="xs" c="dimmed">
            {names.adSpace(row.ad_space)}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'status',
      title: t('actions.status'),
      cell: (row) => (
        <Stack component="span" gap={2} align="flex-start">
          <ActionStatus status={row.status} />
          <Text span size="xs" c="dimmed">
            {row.reasons.map((reason) => named(t, 'reason', reason)).join(', ')}
          </Text>
        </Stack>
      ),
    },
    {
      key: 'subids',
      title: t('actions.subids'),
      cell: (row) => row.subids.filter((subid) => subid !== null).join(' · ') || '—',
    },
    {
      key: 'price',
      title: t('actions.price'),
      align: 'right',
      cell: (row) => <Money amount={row.order_amount} currency={row.order_currency} />,
    },
    { key: 'earned', title: t('actions.earned'), align: 'right', cell: (row) => <Earned action={row} t={t} /> },
  ];
}

/** By whose clock the times of a list are, for below it. */
export function ActionTimes({ actions }: { readonly actions: readonly Action[] }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const names = useNames();
  const zones = [...new Set(actions.map(({ program }) => zoneOf(names, program)))].sort();
  return (
    <Text size="sm" c="dimmed">
      {t('actions.times', { zones: formats.list(zones) })}
    </Text>
  );
}

/** The zone in which a program counts its days. */
function zoneOf(names: Names, program: string): string {
  return names.programs.find(({ code }) => code === program)?.time_zone ?? 'UTC';
}

/** One link: the number alone looks like one, and “Why?” says where it leads. */
function OrderLink({ action, t }: { readonly action: Action; readonly t: TFunction<'publisher'> }) {
  return (
    <TextLink to="/publisher/actions/why" search={{ program: action.program, order: action.order_id }} inherit>
      <Text span inherit display="block">
        {action.order_id}
      </Text>{' '}
      <Text span size="sm">
        {t('actions.why')}
      </Text>
    </TextLink>
  );
}

/** What it earns now; what it would have earned, or what was taken back, is said as such. */
function Earned({ action, t }: { readonly action: Action; readonly t: TFunction<'publisher'> }) {
  const { currency, approved, pending, deducted } = action;
  return (
    <Stack component="span" gap={0} align="flex-end">
      <TextLink
        inherit
        to="/publisher/actions/why"
        search={{ program: action.program, order: action.order_id }}
        title={t('actions.whyOf', { order: action.order_id })}
      >
        <Money amount={isSome(approved) ? approved : pending} currency={currency} />
      </TextLink>
      {isSome(deducted) ? (
        <Text span size="xs" c="dimmed">
          {t('actions.deducted')}: <Money amount={deducted} currency={currency} />
        </Text>
      ) : null}
    </Stack>
  );
}
