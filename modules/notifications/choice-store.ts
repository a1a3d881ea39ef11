import type { MailTopic } from '../../contract/wire/mail-settings.ts';
import type { Instant } from '../../core/time/index.ts';
import { type Queryable, sqlInstant } from '../../platform/db/index.ts';
import { isWantedUnasked } from './topics.ts';

export interface Reader {
  readonly id: string;
  readonly role: string;
}

/** What people have chosen about a topic, by their id. Read as `system`. */
async function choicesOf(
  q: Queryable,
  people: readonly string[],
  topic: MailTopic,
): Promise<ReadonlyMap<string, boolean>> {
  const rows = await q.query<{ user_id: string; wanted: boolean }>(
    'select user_id, wanted from notifications.mail_choice where user_id = any ($1::uuid[]) and topic = $2',
    [people, topic],
  );
  return new Map(rows.map(({ user_id, wanted }) => [user_id, wanted]));
}

/** Those of the people who want mails about the topic. */
export async function whoWants<P extends Reader>(
  q: Queryable,
  people: readonly P[],
  topic: MailTopic,
): Promise<readonly P[]> {
  const ids = people.map(({ id }) => id);
  const chosen = await choicesOf(q, ids, topic);
  return people.filter(({ id, role }) => chosen.get(id) ?? isWantedUnasked(role, topic));
}

export async function writeChoice(
  q: Queryable,
  choice: { readonly person: string; readonly topic: MailTopic; readonly wanted: boolean },
  at: Instant,
): Promise<void> {
  await q.query(
    `insert into notifications.mail_choice (user_id, topic, wanted, chosen_at) values ($1, $2, $3, $4)
     on conflict (user_id, topic) do update set wanted = excluded.wanted, chosen_at = excluded.chosen_at`,
    [choice.person, choice.topic, choice.wanted, sqlInstant(at)],
  );
}
