import type { SendMail } from '../../contract/mail.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Queryable, Tx } from '../../platform/db/index.ts';
import { peopleOf } from '../accounts/index.ts';
import { adSpaceById } from '../ad-spaces/index.ts';
import { type NewNotice, notify, whoWants } from '../notifications/index.ts';
import { listPrograms, programByCode } from '../programs/index.ts';
import type { TermsPublication } from '../terms/index.ts';
import type { Partnership } from './model.ts';
import { publishersOf } from './store.ts';

/** Of one organisation. */
const PEOPLE_MAX = 1_000;

/** What the other side is told of a change of a partnership. */
export type Told =
  | 'application_received'
  | 'application_approved'
  | 'application_declined'
  | 'application_reopened'
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
  if (kind === 'application_reopened') return { kind, data: names };
  if (kind === 'partnership_unblocked') return { kind, data: { ...names, status: partnership.status } };
  return { kind, data: { ...names, reason } };
}

async function namesOf(q: Queryable, { adSpaceId, program: code }: Partnership): Promise<Names> {
  const [adSpace, program] = [await adSpaceById(q, adSpaceId), await programByCode(q, code)];
  return { program: program?.name ?? code, ad_space: adSpace?.name ?? adSpaceId };
}

/**
 * Tells everybody who works for a program that its terms change, and when the next change comes into force: by a notice, and by
 * mail whoever wants mails about programs, each once for a publication.
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
  const publishers = await publishersOf(tx, [code]);
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
  await mailReaders(tx, publishers, { kind: 'terms_changed', data: mail }, sendMail);
}

/**
 * Tells everybody who accepted the rules of a program, by working for it or for a program whose applicants accept them too (S-116), that
 * there is a new version (S-111), and from when it holds where it is announced; by mail as well whoever wants mails about programs. Answers how many it told.
 */
export async function tellOfRules(
  tx: Tx,
  {
    program: code,
    version,
    at,
    from,
  }: { readonly program: string; readonly version: number; readonly at: Instant; readonly from: Instant },
  sendMail: (tx: Tx, mail: SendMail) => Promise<void>,
): Promise<number> {
  const all = await listPrograms(tx);
  const program = all.find((each) => each.code === code)?.name ?? code;
  const bound = all.filter((each) => each.code === code || each.rulesWith.includes(code));
  const publishers = await publishersOf(
    tx,
    bound.map((each) => each.code),
  );
  const isAhead = from > at;
  const named = { program, version: String(version) };
  const notices = publishers.map(
    (orgId): NewNotice => ({
      orgId,
      ...(isAhead
        ? { kind: 'rules_announced', data: { ...named, valid_from: formatInstant(from) } }
        : { kind: 'rules_changed', data: named }),
      subject: `program:${code}`,
      at,
      once: `rules:${code}/${version}`,
    }),
  );
  await notify(tx, ...notices);
  const data = { ...named, link: `/app/publisher/programs/${code}` };
  const mail = isAhead
    ? ({ kind: 'rules_announced', data: { ...data, at: formatInstant(from) } } as const)
    : ({ kind: 'rules_changed', data } as const);
  await mailReaders(tx, publishers, mail, sendMail);
  return publishers.length;
}

async function mailReaders(
  tx: Tx,
  orgIds: readonly string[],
  mail: Pick<SendMail, 'kind' | 'data'>,
  sendMail: (tx: Tx, mail: SendMail) => Promise<void>,
): Promise<void> {
  for (const orgId of orgIds) {
    for (const { id, email: to, locale } of await whoWants(tx, await peopleOf(tx, orgId, PEOPLE_MAX), 'programs'))
      await sendMail(tx, { to, orgId, locale, kind: mail.kind, data: { ...mail.data, person: id } });
  }
}
