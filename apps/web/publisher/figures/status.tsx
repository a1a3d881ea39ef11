import { useTranslation } from 'react-i18next';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';
import { named } from './names.ts';

const tones: Readonly<Record<string, Tone>> = {
  approved: 'good',
  pending: 'waiting',
  deducted: 'bad',
  declined: 'bad',
  unresolved: 'attention',
};

/** The state of an order. */
export function ActionStatus({ status }: { readonly status: string }) {
  const { t } = useTranslation('publisher');
  return <StatusBadge tone={tones[status] ?? 'neutral'}>{named(t, 'status', status)}</StatusBadge>;
}
