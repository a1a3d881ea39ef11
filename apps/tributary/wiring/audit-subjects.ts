import {
  idsOf,
  type NamedSubject,
  type NameSubjects,
  organisationNames,
  type Subjects,
} from '../../../modules/accounts/index.ts';
import { adSpacesById, adSpacesNamed } from '../../../modules/ad-spaces/index.ts';
import { casesOfSubjects } from '../../../modules/conduct/index.ts';
import { couponCodes } from '../../../modules/coupons/index.ts';
import { paymentsOfSubjects } from '../../../modules/express-payments/index.ts';
import { mailRecipients } from '../../../modules/notifications/index.ts';
import { programsByCodes, programsNamed } from '../../../modules/programs/index.ts';

/** `partnership:<ad space>/<program>` and `publisher:<organisation>/<program>`. */
const PAIR = /^(partnership|publisher):([0-9a-f-]{36})\/(.+)$/;

/** By name: programs, ad spaces, what joins them, cases, express payments, mails by their recipient and coupons by their code. */
const nameSubjects: NameSubjects = async (q, subjects) => {
  const pairs = subjects.flatMap((subject) => {
    const [, kind, id, program] = PAIR.exec(subject) ?? [];
    return id === undefined || program === undefined ? [] : [{ subject, kind, id, program }];
  });
  const idsOfPairs = (of: string) => pairs.flatMap(({ kind, id }) => (kind === of ? [id] : []));
  const codes = subjects.flatMap((subject) => (subject.startsWith('program:') ? [subject.slice(8)] : []));
  const programs = await programsByCodes(q, [...new Set([...codes, ...pairs.map(({ program }) => program)])]);
  const adSpaces = await adSpacesById(q, [...new Set([...idsOf(subjects, 'ad_space'), ...idsOfPairs('partnership')])]);
  const publishers = await organisationNames(q, idsOfPairs('publisher'));
  const named = new Map<string, NamedSubject>();
  for (const [code, { name }] of programs) named.set(`program:${code}`, { name, at: { screen: 'program', id: code } });
  for (const [id, { name, orgId }] of adSpaces)
    named.set(`ad_space:${id}`, { name, at: { screen: 'organisation', id: orgId } });
  for (const { subject, id, program } of pairs) {
    const adSpace = adSpaces.get(id);
    const name = `${adSpace?.name ?? publishers.get(id) ?? id} → ${programs.get(program)?.name ?? program}`;
    named.set(subject, { name, at: { screen: 'organisation', id: adSpace?.orgId ?? id } });
  }
  for (const [subject, { caseId, name }] of await casesOfSubjects(q, subjects))
    named.set(subject, { name, at: { screen: 'case', id: caseId } });
  for (const [id, recipient] of await mailRecipients(q, idsOf(subjects, 'mail')))
    named.set(`mail:${id}`, { name: recipient, at: null });
  for (const [id, { code, program }] of await couponCodes(q, idsOf(subjects, 'coupon')))
    named.set(`coupon:${id}`, { name: code, at: { screen: 'program', id: program } });
  for (const [subject, { name, orgId }] of await paymentsOfSubjects(q, subjects))
    named.set(subject, { name, at: { screen: 'organisation', id: orgId } });
  return named;
};

/** What the records of the audit are about. Needs a system transaction. */
export const auditSubjects: Subjects = {
  name: nameSubjects,
  named: async (q, like) => [...(await programsNamed(q, like)), ...(await adSpacesNamed(q, like))],
};
