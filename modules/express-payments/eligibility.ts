import type { Instant } from '../../core/time/instant.ts';
import type { Reason, Settings } from './model.ts';

const DAY_MS = 86_400_000;

/** What is known of a publisher who may ask. */
export interface Publisher {
  /** When it came to the network. */
  readonly since: Instant;
  /** Actions that advertisers have paid for; counted up to what is expected. */
  readonly fundedActions: number;
  /** Name of a program with a sanction in force against it that is more than a warning; `null` where there is none. */
  readonly sanctionedBy: string | null;
}

/** What keeps a publisher from asking, whatever it has earned; empty where nothing does. */
export function barringReasons(publisher: Publisher, settings: Settings, now: Instant): Reason[] {
  const days = Math.floor((now - publisher.since) / DAY_MS);
  const reasons: Reason[] = [];
  if (days < settings.accountDays) {
    reasons.push({
      code: 'account_too_young',
      value: String(days),
      expected: String(settings.accountDays),
      metAt: publisher.since + settings.accountDays * DAY_MS,
    });
  }
  if (publisher.fundedActions < settings.fundedActions) {
    const [value, expected] = [String(publisher.fundedActions), String(settings.fundedActions)];
    reasons.push({ code: 'too_few_funded', value, expected, metAt: null });
  }
  if (publisher.sanctionedBy !== null) {
    reasons.push({ code: 'sanctioned', value: publisher.sanctionedBy, expected: null, metAt: null });
  }
  return reasons;
}
