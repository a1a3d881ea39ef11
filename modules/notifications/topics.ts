import type { SendMail } from '../../contract/mail.ts';
import { type MailTopic, mailTopic, mailTopics } from '../../contract/wire/mail-settings.ts';
import type { NoticeKind } from '../../contract/wire/notices.ts';

/** What each notice is about, for those who want to read of it by mail. `null`: it has a mail of its own. */
export const topicOfNotice = {
  application_received: 'applications',
  application_approved: 'applications',
  application_declined: 'applications',
  application_reopened: 'applications',
  agreement_given: 'applications',
  partnership_blocked: 'conduct',
  partnership_unblocked: 'conduct',
  conduct_warned: 'conduct',
  conduct_excluded: 'conduct',
  conduct_expelled: 'conduct',
  conduct_lifted: 'conduct',
  conduct_upheld: 'conduct',
  rules_changed: null,
  rules_announced: null,
  ad_space_approved: 'applications',
  ad_space_rejected: 'applications',
  ad_space_reopened: 'applications',
  ad_space_blocked: 'conduct',
  terms_changed: null,
  order_corrected: 'orders',
  orders_declined: 'orders',
  orders_reopened: 'orders',
  refund_deduction: 'orders',
  antispam_deduction: 'orders',
  express_granted: 'orders',
  express_transferred: 'orders',
  express_taken_back: 'orders',
  traffic_alarm: 'conduct',
} as const satisfies Readonly<Record<NoticeKind, MailTopic | null>>;

const ofPrograms: ReadonlySet<SendMail['kind']> = new Set(['terms_changed', 'rules_changed', 'rules_announced']);

/** Whom a mail that can be switched off is to, and its topic; `null` for mails about the security of an account: those always come. */
export function switchableOf({ kind, data }: Pick<SendMail, 'kind' | 'data'>): Choice | null {
  const person = data['person'];
  const isOfProgram = ofPrograms.has(kind);
  if (person === undefined || (kind !== 'notices' && !isOfProgram)) return null;
  const topic = mailTopic.safeParse(isOfProgram ? 'programs' : data['topic']);
  return topic.success ? { person, topic: topic.data } : null;
}

export interface Choice {
  readonly person: string;
  readonly topic: MailTopic;
}

/** The topics that there are mails about for an organisation of a kind. */
export function topicsFor(kind: string): readonly MailTopic[] {
  if (kind === 'publisher') return mailTopics;
  return kind === 'advertiser' ? ['applications'] : [];
}

/** Until somebody chooses: who decides hears of everything, who pays of money, who looks of nothing. */
export function isWantedUnasked(role: string, topic: MailTopic): boolean {
  return role === 'owner' || role === 'manager' || (role === 'finance' && topic === 'orders');
}
