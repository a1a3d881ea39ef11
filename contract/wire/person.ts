import { z } from 'zod';
import { linkToken, personName } from './registrations.ts';
import { locale, secondFactorMethod } from './session.ts';

export const profile = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  locale,
  confirmed: z.boolean(),
  created_at: z.string(),
});
export type Profile = z.infer<typeof profile>;

export const newMail = z.object({ email: z.string() });
export const newMailRequest = z.strictObject({ token: linkToken });

export const personSession = z.object({
  id: z.string(),
  created_at: z.string(),
  last_seen_at: z.string(),
  expires_at: z.string(),
  browser: z.string().describe('What the browser says of itself.'),
  network: z.string().describe('The network of its address.'),
  current: z.boolean(),
});
export const personSessions = z.object({ sessions: z.array(personSession) });
export type PersonSessions = z.infer<typeof personSessions>;

export const sessionsEnded = z.object({ ended: z.int() });

const bytes = z.string().max(20_000).describe('Base64url.');
const credential = {
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal('public-key'),
  authenticatorAttachment: z.enum(['cross-platform', 'platform']).nullish(),
  clientExtensionResults: z.strictObject({}).describe('None are asked for.'),
};

/** What a browser made of a key, as @simplewebauthn/browser gives it. */
export const newPasskeyResponse = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    attestationObject: bytes,
    transports: z.array(z.string().max(50)).max(10).optional(),
    authenticatorData: bytes.optional(),
    publicKey: bytes.optional(),
    publicKeyAlgorithm: z.number().int().optional(),
  }),
});
export type NewPasskeyResponse = z.output<typeof newPasskeyResponse>;

export const passkeyResponse = z.strictObject({
  ...credential,
  response: z.strictObject({
    clientDataJSON: bytes,
    authenticatorData: bytes,
    signature: bytes,
    userHandle: bytes.nullish(),
  }),
});
export type PasskeyResponse = z.output<typeof passkeyResponse>;

export const secondFactorUse = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('totp'), code: z.string().max(20) }),
  z.strictObject({ method: z.literal('recovery_code'), code: z.string().max(40) }),
  z.strictObject({ method: z.literal('passkey'), response: passkeyResponse }),
]);
export type SecondFactorUse = z.output<typeof secondFactorUse>;

/** Who is there, for what asks for it once more: the password, a code of the authenticator app, or a passkey that looked who is there. */
export const proof = z.discriminatedUnion('method', [
  z.strictObject({ method: z.literal('password'), password: z.string().max(256) }),
  z.strictObject({ method: z.literal('totp'), code: z.string().max(20) }),
  z.strictObject({ method: z.literal('passkey'), response: passkeyResponse }),
]);
export type Proof = z.output<typeof proof>;

/** Asked before what is dear: 200 either way, so that nothing has to be refused first. */
export const proofState = z.object({
  recent: z.boolean().describe('Whether who is there was proven short enough ago for what is dear.'),
});
export type ProofState = z.infer<typeof proofState>;

export const passkeyOptions = z.object({ options: z.record(z.string(), z.unknown()) });

/** Instead of address and password: a passkey whose device looked who is there. */
export const passkeySignIn = z.strictObject({ response: passkeyResponse });
export type PasskeySignIn = z.input<typeof passkeySignIn>;

export const secondFactor = z.object({
  methods: z.array(secondFactorMethod),
  totp: z.boolean(),
  passkeys: z.array(
    z.object({ id: z.string(), name: z.string(), created_at: z.string(), last_used_at: z.string().nullable() }),
  ),
  recovery_codes_left: z.int(),
});
export type SecondFactor = z.infer<typeof secondFactor>;

export const totpSecret = z.object({
  secret: z.string().describe('Base32; shown once.'),
  uri: z.string().describe('For a QR code.'),
});
export type TotpSecret = z.infer<typeof totpSecret>;

export const totpConfirmation = z.strictObject({ code: z.string().max(20) });
export type TotpConfirmation = z.infer<typeof totpConfirmation>;

export const newPasskey = z.strictObject({ name: personName, response: newPasskeyResponse });
export type NewPasskey = z.input<typeof newPasskey>;

/** Shown once; `null` where the person has codes already. */
export const recoveryCodes = z.object({ recovery_codes: z.array(z.string()).nullable() });
export type RecoveryCodes = z.infer<typeof recoveryCodes>;
