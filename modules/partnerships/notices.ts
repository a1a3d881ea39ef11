import type { SendMail } from '../../contract/mail.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { peopleOf } from '../accounts/index.ts';
import { adSpaceById } from '../ad-spaces/index.ts';
import { type NewNotice, notify } from '../notifications/index.ts';
import { programByCode } from '../programs/index.ts';
import type { TermsPublication } from '../terms/index.ts';
import type { Partnership } from './model.ts';
import { joinedPublishers } from './store.ts';

/** Of one organisation. */
const PEOPLE_MAX = 1_000;

/** What the other side is told of a change of a partnership. */
export type Told =
  | 'application_received'
  | 'application_approved'
  | 'application_declined'
  | 'agreement_given'
  | 'partnership_blocked'
  | 'partnership_unblocked';

/** Tells the publisher what became of its ad space in a program, or the advertiser that one applies, in the transaction of the change. */
export async function tell(tx: Tx, kind: Told, partnership: Partnership, at: Instant): Promise<void> {
  const { adSpaceId, program: code, publisherOrg, advertiserOrg } = partnership;
  const names = await namesOf(tx, partnership);
  const subject = `partnership:${adSpaceId}/${code}`;
  const orgId = kind === 'application_received' ? advertiserOrg : publisherOrg;
  await notify(tx, { orgId, subject, at, ...noticeOf(kind, partnership, names) });
}

interface Names {
  readonly program: string;
  readonly ad_space: string;
}

function noticeOf(kind: Told, partnership: Partnership, names: Names) {
  const reason = partnership.verdict?.reason ?? '';
  const traffic_type = partnership.trafficType;
  if (kind === 'application_received' || kind === 'agreement_given') return { kind, data: { ...names, traffic_type } };
  if (kind === 'application_approved') return { kind, data: { ...names, through: partnership.joinedThrough ?? '' } };
  if (kind === 'partnership_unblocked') return { kind, data: { ...names, status: partnership.status } };
  return { kind, data: { ...names, reason } };
}

async function namesOf(q: Queryable, { adSpaceId, program: code }: Partnership): Promise<Names> {
  const [adSpace, program] = [await adSpaceById(q, adSpaceId), await programByCode(q, code)];
  return { program: program?.name ?? code, ad_space: adSpace?.name ?? adSpaceId };
}

/**
 * Tells everybody who works for a program that its terms change, and when the next change comes into force: by a notice, and their owners
 * by mail, each once for a publication.
 */
export async function tellOfTerms(
  tx: Tx,
  { program: code, number, publishedAt, versions }: TermsPublication,
  sendMail: (tx: Tx, mail: SendMail) => Promise<void>,
): Promise<void> {
  // The first terms of a program change nothing for anybody.
  if (number === 1) return;
  const program = await programByCode(tx, code);
  const ahead = versions.flatMap(({ from }) => (from === null || from < publishedAt ? [] : [from]));
  const validFrom = formatInstant(ahead.length === 0 ? publishedAt : Math.min(...ahead));
  const data = { program: program?.name ?? code, publication: String(number), valid_from: validFrom };
  const publishers = await joinedPublishers(tx, code);
  const notices = publishers.map(
    (orgId): NewNotice => ({
      orgId,
      kind: 'terms_changed',
      subject: `program:${code}`,
      data,
      at: publishedAt,
      once: `terms:${code}/${number}`,
    }),
  );
  await notify(tx, ...notices);
  const mail = { program: data.program, at: validFrom, link: `/programs/${code}` };
  for (const orgId of publishers) {
    for (const { email: to, locale, role } of await peopleOf(tx, orgId, PEOPLE_MAX)) {
      if (role === 'owner') await sendMail(tx, { to, orgId, locale, kind: 'terms_changed', data: mail });
    }
  }
}
