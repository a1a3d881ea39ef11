import { mailTopic } from '../../contract/wire/mail-settings.ts';
import { type MasterKeys, openSecret, sealSecret } from '../../platform/secrets/index.ts';
import type { Choice } from './topics.ts';

const PURPOSE = 'unsubscribe';

/** What stands in the link of a mail: whoever has the mail may switch off its kind for its reader, and do nothing else. */
export function unsubscribeToken(keys: MasterKeys, { person, topic }: Choice): string {
  const { box, keyId } = sealSecret(keys, PURPOSE, PURPOSE, `${person} ${topic}`);
  return `${keyId}.${box.toString('base64url')}`;
}

/** `null` for what we have not made. */
export function openUnsubscribeToken(keys: MasterKeys, token: string): Choice | null {
  const [keyId = '', box = ''] = token.split('.');
  const opened = openSecret(keys, PURPOSE, PURPOSE, { keyId, box: Buffer.from(box, 'base64url') });
  const [person = '', about] = opened?.split(' ') ?? [];
  const topic = mailTopic.safeParse(about);
  return topic.success ? { person, topic: topic.data } : null;
}
