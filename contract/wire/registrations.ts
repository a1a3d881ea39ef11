import { z } from 'zod';
import { locale } from './session.ts';

const email = z.string().max(254);
const newPassword = z.string().max(256).describe('At least 8 characters that nobody would guess.');
/** 256 random bits in the link of a mail. */
export const linkToken = z.string().max(100);
export const personName = z.string().trim().min(1).max(100);

export const registrationRequest = z.strictObject({
  kind: z.enum(['publisher', 'advertiser']),
  organisation: z.string().trim().min(1).max(100),
  name: personName,
  email,
  password: newPassword,
  locale,
});
export type RegistrationRequest = z.infer<typeof registrationRequest>;

/** The same whether the address is known or not: what follows stands in the mail. */
export const mailSent = z.object({ mail: z.literal('sent') });
export type MailSent = z.infer<typeof mailSent>;

export const linkRequest = z.strictObject({ token: linkToken });
export type LinkRequest = z.infer<typeof linkRequest>;

export const confirmed = z.object({
  email: z.string(),
  organisation_status: z.enum(['unconfirmed', 'pending', 'active', 'declined', 'blocked']),
});
export type Confirmed = z.infer<typeof confirmed>;

export const resetRequest = z.strictObject({ email, locale: locale.optional() });
export type ResetRequest = z.infer<typeof resetRequest>;

export const resetCompletion = z.strictObject({ token: linkToken, password: newPassword });
export type ResetCompletion = z.infer<typeof resetCompletion>;

export const profileChange = z.strictObject({ name: personName.optional(), locale: locale.optional() });
export type ProfileChange = z.infer<typeof profileChange>;

export const passwordChange = z.strictObject({ current_password: z.string().max(256), new_password: newPassword });
export type PasswordChange = z.infer<typeof passwordChange>;

export const mailChange = z.strictObject({ email });
export type MailChange = z.infer<typeof mailChange>;
