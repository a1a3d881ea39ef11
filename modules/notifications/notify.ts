import { randomUUID } from 'node:crypto';
import type { NoticeKind, noticeFields } from '../../contract/wire/notices.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { insertNotices } from './notice-store.ts';

/** Fields of a kind of notice. */
type FieldsOf<K extends NoticeKind> = Readonly<Record<(typeof noticeFields)[K][number], string>>;

/** Something that an organisation is to be told. Each kind has its own fields. */
export type NewNotice = {
  readonly [K in NoticeKind]: {
    readonly orgId: string;
    readonly kind: K;
    /** What it is about: `program:<code>`, `ad_space:<id>`, `order:<program>/<id>`. */
    readonly subject: string;
    readonly data: FieldsOf<K>;
    readonly at: Instant;
    /** Given once under this name, however often it is told. */
    readonly once?: string;
  };
}[NoticeKind];

/** What people wrote themselves is cut; the thing itself has the whole text. */
const VALUE_CHARACTERS_MAX = 500;

/** Tells organisations, in the transaction of what happened: a notice exists if and only if that did. */
export async function notify(tx: Tx, ...notices: readonly NewNotice[]): Promise<void> {
  if (notices.length === 0) return;
  await insertNotices(
    tx,
    notices.map(({ orgId, kind, subject, data, at, once }) => ({
      id: randomUUID(),
      orgId,
      kind,
      subject,
      data: Object.fromEntries(
        Object.entries(data).map(([field, value]) => [field, value.slice(0, VALUE_CHARACTERS_MAX)]),
      ),
      at,
      once: once ?? null,
    })),
  );
}
