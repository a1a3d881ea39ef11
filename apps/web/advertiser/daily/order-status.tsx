import { useTranslation } from 'react-i18next';
import type { DeskRow } from '../../../../contract/wire/order-desk.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';

const TONES: Readonly<Record<NonNullable<DeskRow['status']>, Tone>> = {
  approved: 'good',
  pending: 'waiting',
  unresolved: 'attention',
  deducted: 'bad',
  declined: 'bad',
  no_reward: 'neutral',
  not_attributed: 'neutral',
};

export function OrderStatus({ status }: { readonly status: DeskRow['status'] }) {
  const { t } = useTranslation('advertiser');
  return (
    <StatusBadge tone={status === null ? 'waiting' : TONES[status]}>
      {t(`daily.orders.statuses.${status ?? 'none'}`)}
    </StatusBadge>
  );
}

/** Of a status that the answer names as text. */
export function orderStatusOf(status: string) {
  const known = Object.keys(TONES).find((each): each is keyof typeof TONES => each === status);
  return <OrderStatus status={known ?? null} />;
}
