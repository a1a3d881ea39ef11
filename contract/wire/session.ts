import { z } from 'zod';

/** Who uses the network in a browser: a person of an organisation. */
export const signedIn = z.object({
  person: z.object({
    id: z.string(),
    email: z.string(),
    name: z.string(),
    locale: z.enum(['en', 'ru', 'es']),
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
  role: z.enum(['owner', 'manager', 'finance', 'viewer']),
  /** Every write of the session carries it in the header `x-csrf-token` (T-20). */
  csrf_token: z.string(),
  network_name: z.string(),
});
export type SignedIn = z.infer<typeof signedIn>;

export const signedOut = z.object({ person: z.null(), network_name: z.string() });

/** `GET /api/v1/session`: always 200, so that a page may ask without knowing. */
export const session = z.union([signedIn, signedOut]);
export type Session = z.infer<typeof session>;
