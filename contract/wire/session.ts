import { z } from 'zod';

/** The languages in which people are written to and pages are shown. */
export const locale = z.enum(['en', 'ru', 'es']);
export type Locale = z.infer<typeof locale>;

/** Everything; all but people and payments; payments; looking only. */
export const userRole = z.enum(['owner', 'manager', 'finance', 'viewer']);

export const secondFactorMethod = z.enum(['totp', 'passkey', 'recovery_code']);
export type SecondFactorMethod = z.infer<typeof secondFactorMethod>;

/** Who uses the network in a browser: a person of an organisation. */
export const signedIn = z.object({
  person: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    locale,
    confirmed: z.boolean(),
    second_factor: z.enum(['none', 'totp', 'passkey', 'both']),
  }),
  organisation: z.object({
    id: z.string(),
    name: z.string(),
    kind: z.enum(['publisher', 'advertiser', 'operator']),
    status: z.enum(['unconfirmed', 'pending', 'active', 'declined', 'blocked']),
    status_reason: z.string().nullable(),
  }),
  role: userRole,
  /** Every write of the session carries it in the header `x-csrf-token` (T-20). */
  csrf_token: z.string(),
  network_name: z.string(),
});
export type SignedIn = z.infer<typeof signedIn>;

export const signedOut = z.object({ person: z.null(), network_name: z.string() });

/** `GET /api/v1/session`: always 200, so that a page may ask without knowing. */
export const session = z.union([signedIn, signedOut]);
export type Session = z.infer<typeof session>;

export const signInRequest = z.strictObject({ email: z.string().max(254), password: z.string().max(256) });
export type SignInRequest = z.infer<typeof signInRequest>;

/** The password was right; the session begins when one of these methods is used. */
export const secondFactorNeeded = z.object({ needs: z.literal('second_factor'), methods: z.array(secondFactorMethod) });

export const signInAnswer = z.union([signedIn, secondFactorNeeded]);
export type SignInAnswer = z.infer<typeof signInAnswer>;
