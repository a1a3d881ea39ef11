import { generateAuthenticationOptions, verifyAuthenticationResponse } from '@simplewebauthn/server';
import { verify } from 'otplib';
import type { PasskeyResponse, SecondFactorUse } from '../../../contract/wire/person.ts';
import type { Instant } from '../../../core/time/instant.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hashSecret, type MasterKeys, openSecret } from '../../../platform/secrets/index.ts';
import type { PeopleDeps } from '../deps.ts';
import { takeChallenge, writeChallenge } from '../sessions/store.ts';
import * as store from './store.ts';

export const TOTP_PURPOSE = 'totp';
const STEP_SECONDS = 30;
/** How long a browser may take to ask its passkey. */
export const CHALLENGE_MS = 5 * 60_000;

/** Where passkeys belong to: they sign for this host and no other. */
export function relyingParty({ publicUrl }: PeopleDeps): { readonly rpID: string; readonly origin: string } {
  return { rpID: new URL(publicUrl).hostname, origin: publicUrl };
}

/** Whether this proves the person; what was used is used up. Needs a system transaction, which is to be committed either way. */
export async function proves(
  tx: Tx,
  deps: PeopleDeps,
  { userId, sessionId }: { readonly userId: string; readonly sessionId: string },
  use: SecondFactorUse,
): Promise<boolean> {
  const now = deps.clock.now();
  if (use.method === 'totp') return takeOwnCode(tx, deps, userId, use.code);
  if (use.method === 'recovery_code') return store.takeRecoveryCode(tx, userId, recoveryHash(userId, use.code), now);
  return takePasskey(tx, deps, { userId, sessionId, response: use.response, purpose: 'second step', now });
}

/** Whether it is a code of the authenticator app that the person has set up. */
export async function takeOwnCode(tx: Tx, deps: PeopleDeps, userId: string, code: string): Promise<boolean> {
  const totp = await store.totpOf(tx, userId);
  return totp?.isConfirmed === true && takeCode(tx, deps.masterKeys, { userId, code, totp, now: deps.clock.now() });
}

export interface OfferedCode {
  readonly userId: string;
  readonly code: string;
  readonly totp: store.StoredTotp;
  readonly now: Instant;
}

/** Whether the code is that of this moment, or of the step before or after, and was not taken before (RFC 6238, 5.2). */
export async function takeCode(tx: Tx, keys: MasterKeys, { userId, code, totp, now }: OfferedCode): Promise<boolean> {
  const token = code.replace(/\s/g, '');
  const secret = openSecret(keys, TOTP_PURPOSE, userId, totp.sealed);
  if (secret === null || !/^\d{6}$/.test(token)) return false;
  const epoch = Math.floor(now / 1000);
  const afterTimeStep = totp.lastStep;
  const result = await verify({ secret, token, epoch, epochTolerance: STEP_SECONDS, afterTimeStep });
  if (!result.valid || !('timeStep' in result)) return false;
  await store.takeStep(tx, userId, result.timeStep, now);
  return true;
}

/** A code is bound to its person; how it is written, with spaces or capitals, does not matter. */
export function recoveryHash(userId: string, code: string): Buffer {
  return hashSecret(`${userId} ${code.toLowerCase().replace(/[^0-9a-z]/g, '')}`);
}

interface AskedPasskey {
  readonly userId: string;
  readonly sessionId: string;
  readonly purpose: 'second step' | 'proof';
}

/** What the browser asks the person's passkeys to sign. Instead of a password, the device has to look who is there. */
export async function passkeyChallenge(tx: Tx, deps: PeopleDeps, { userId, sessionId, purpose }: AskedPasskey) {
  const keys = await store.passkeysOf(tx, userId);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty(deps).rpID,
    allowCredentials: keys.map((key) => ({ id: key.credential_id, transports: [...key.transports] })),
    userVerification: purpose === 'proof' ? 'required' : 'preferred',
  });
  const { challenge } = options;
  await writeChallenge(tx, sessionId, { purpose, challenge, until: deps.clock.now() + CHALLENGE_MS });
  return options;
}

interface OfferedPasskey extends AskedPasskey {
  readonly response: PasskeyResponse;
  readonly now: Instant;
}

/** Whether a passkey of the person signed what this session was given to sign for this purpose, once. */
export async function takePasskey(tx: Tx, deps: PeopleDeps, offered: OfferedPasskey): Promise<boolean> {
  const { userId, sessionId, response, purpose, now } = offered;
  const challenge = await takeChallenge(tx, sessionId, purpose, now);
  const key = (await store.passkeysOf(tx, userId)).find((known) => known.credential_id === response.id);
  if (challenge === null || key === undefined) return false;
  return passkeySigned(tx, deps, { key, response, challenge, isVerified: purpose === 'proof', now });
}

export interface SignedChallenge {
  readonly key: store.StoredPasskey;
  readonly response: PasskeyResponse;
  readonly challenge: string;
  /** Whether the device must have looked who is there, by finger, face or PIN. */
  readonly isVerified: boolean;
  readonly now: Instant;
}

/** Whether the passkey signed the challenge for this network; writes down that it was used. */
export async function passkeySigned(tx: Tx, deps: PeopleDeps, signed: SignedChallenge): Promise<boolean> {
  const { key, response, challenge, isVerified, now } = signed;
  const { rpID, origin } = relyingParty(deps);
  const { clientDataJSON, authenticatorData, signature, userHandle } = response.response;
  const { id, rawId, type, clientExtensionResults } = response;
  const handle = userHandle == null ? {} : { userHandle };
  const verified = await verifyAuthenticationResponse({
    response: {
      id,
      rawId,
      type,
      clientExtensionResults,
      response: { clientDataJSON, authenticatorData, signature, ...handle },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    credential: {
      id: key.credential_id,
      publicKey: new Uint8Array(key.public_key),
      counter: Number(key.counter),
      transports: [...key.transports],
    },
    requireUserVerification: isVerified,
  }).catch(() => null);
  if (verified?.verified !== true) return false;
  await store.markPasskeyUsed(tx, key.credential_id, verified.authenticationInfo.newCounter, now);
  return true;
}
