import { useTranslation } from 'react-i18next';
import { DecisionHistory } from '../../kit/history/decision-history.tsx';
import { named } from '../figures/names.ts';
import { ActionStatus } from '../figures/status.tsx';
import { Chapter } from './chapter.tsx';
import type { Telling } from './telling.ts';

/** Every decision of the order, where there was more than one. */
export function DecisionsChapter({ why, t }: Telling) {
  const frame = useTranslation('frame').t;
  if (why.decisions.length < 2) return null;
  return (
    <Chapter id="why-decisions" title={frame('decisions.title')}>
      <DecisionHistory
        decisions={why.decisions}
        zone={why.story.terms.time_zone}
        eventName={(type) => named(t, 'event', type)}
        status={(status) => <ActionStatus status={status} />}
      />
    </Chapter>
  );
}
