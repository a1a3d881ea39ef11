import { z } from 'zod';
import { linkToken, personName } from './registrations.ts';
import { locale, userRole } from './session.ts';

export const member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: userRole,
  confirmed: z.boolean(),
  second_factor: z.boolean(),
  created_at: z.string(),
  last_seen_at: z.string().nullable(),
});

export const invitation = z.object({
  id: z.string(),
  email: z.string(),
  role: userRole,
  invited_by: z.string(),
  created_at: z.string(),
  expires_at: z.string(),
});

export const members = z.object({ members: z.array(member), invitations: z.array(invitation).describe('Open ones.') });
export type Members = z.infer<typeof members>;

export const roleChange = z.strictObject({ role: userRole });
export type RoleChange = z.infer<typeof roleChange>;

export const newInvitation = z.strictObject({ email: z.string().max(254), role: userRole });
export type NewInvitation = z.infer<typeof newInvitation>;

export const invited = z.object({ id: z.string() });

export const invitationLink = z.strictObject({ token: linkToken });

export const invitationPreview = z.object({
  organisation: z.string(),
  email: z.string(),
  role: userRole,
  invited_by: z.string(),
});
export type InvitationPreview = z.infer<typeof invitationPreview>;

export const acceptance = z.strictObject({
  token: linkToken,
  name: personName,
  password: z.string().max(256),
  locale,
});
export type Acceptance = z.infer<typeof acceptance>;

export const accepted = z.object({ email: z.string() });
export type Accepted = z.infer<typeof accepted>;

export const organisationProfile = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['publisher', 'advertiser', 'operator']),
  status: z.enum(['unconfirmed', 'pending', 'active', 'declined', 'blocked']),
  created_at: z.string(),
});
export type OrganisationProfile = z.infer<typeof organisationProfile>;

export const organisationChange = z.strictObject({ name: z.string().trim().min(1).max(100) });
export type OrganisationChange = z.infer<typeof organisationChange>;

export const application = z.object({
  id: z.string(),
  name: z.string(),
  client_id: z.string(),
  scopes: z.array(z.string()),
  created_at: z.string(),
  last_token_at: z.string().nullable(),
});

export const applications = z.object({
  applications: z.array(application),
  scopes: z.array(z.string()).describe('What an application of this organisation may be given.'),
});
export type Applications = z.infer<typeof applications>;

export const newApplication = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scopes: z.array(z.string().max(60)).min(1).max(60),
});
export type NewApplication = z.infer<typeof newApplication>;

export const applicationMade = z.object({
  id: z.string(),
  client_id: z.string(),
  client_secret: z.string().describe('Shown once.'),
});
export type ApplicationMade = z.infer<typeof applicationMade>;

const SUBJECT_NAME = 'What the subject is called, for operators; null where nothing is called so any more.';
const MOMENT = z.union([z.iso.date(), z.iso.datetime()]);

const auditFilter = {
  action: z.string().max(100).optional().describe('One, such as `terms.published`, or all of a kind: `terms.`.'),
  subject: z
    .string()
    .max(200)
    .optional()
    .describe(
      'As records name it; operators may also give a word: of its name, its id, or of anything that was written down.',
    ),
  actor: z
    .string()
    .max(200)
    .optional()
    .describe('As records name it; operators may also give a part of the name or address.'),
  organisation: z.uuid().optional().describe('For operators; others read their own.'),
  since: MOMENT.optional().describe('A day or a moment, in UTC.'),
  until: MOMENT.optional().describe('The last day, or the moment before which, in UTC.'),
};

export const auditQuery = z.strictObject({
  ...auditFilter,
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().max(100).optional().describe('`next` of the page before.'),
});

export const auditExportQuery = z.strictObject({ ...auditFilter, format: z.enum(['csv', 'jsonl']).default('csv') });

/** A thing with a screen of its own. */
const subjectPlace = z.object({ screen: z.enum(['organisation', 'program', 'case']), id: z.string() });

export const auditPage = z.object({
  records: z.array(
    z.object({
      id: z.string(),
      at: z.string(),
      organisation: z.string().nullable().describe('Its name.'),
      organisation_id: z.string().nullable(),
      actor: z.string(),
      actor_name: z.string().nullable(),
      action: z.string(),
      subject: z.string(),
      subject_name: z.string().nullable().describe(SUBJECT_NAME),
      subject_at: subjectPlace.nullable().describe('Where operators look at it.'),
      detail: z.record(z.string(), z.unknown()),
      detail_names: z
        .record(z.string(), z.string())
        .describe('What programs, ad spaces and organisations in the detail are called, by code or id; for operators.'),
    }),
  ),
  next: z.string().nullable(),
});
export type AuditPage = z.infer<typeof auditPage>;
