import { useTranslation } from 'react-i18next';
import type { ProgramStatusName } from '../../../../contract/wire/program-editing.ts';
import { StatusBadge, type Tone } from '../../kit/values/status-badge.tsx';

const TONES: Readonly<Record<ProgramStatusName, Tone>> = {
  draft: 'neutral',
  pending: 'waiting',
  declined: 'attention',
  active: 'good',
  stopped: 'neutral',
  suspended: 'bad',
  archived: 'neutral',
};

/** Where a program stands, as a word. */
export function ProgramStatus({ status }: { readonly status: ProgramStatusName }) {
  const { t } = useTranslation('advertiser');
  return <StatusBadge tone={TONES[status]}>{t(`status.${status}`)}</StatusBadge>;
}
