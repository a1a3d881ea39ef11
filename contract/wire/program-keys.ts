import { z } from 'zod';

/** What a shop needs to report orders, without the secrets: those are shown once, when they are made. */
export const programKeys = z.object({
  program: z.string(),
  campaign_code: z.string(),
  action_code: z.string(),
  tariff_code: z.string(),
  default_currency: z.string().nullable(),
  pixel_allowed: z.boolean(),
  made_at: z.string().nullable().describe('When the postback key was made.'),
  previous_signing_secret_until: z
    .string()
    .nullable()
    .describe('Until then the secret before the present one counts too.'),
});
export type ProgramKeysShown = z.infer<typeof programKeys>;

/** Hours in which a shop can change over to a new signing secret. */
export const signingRotation = z.strictObject({ overlap_hours: z.int().min(0).max(168).default(24) });
export type SigningRotation = z.input<typeof signingRotation>;

export const newSigningSecretAnswer = z.object({ signing_secret: z.string(), previous_until: z.string() });
export type NewSigningSecretAnswer = z.infer<typeof newSigningSecretAnswer>;

export const newKeysAnswer = z.object({
  postback_key: z.string(),
  revision_secret: z.string(),
  signing_secret: z.string(),
});
export type NewKeysAnswer = z.infer<typeof newKeysAnswer>;
