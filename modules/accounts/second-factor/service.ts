import { generateRegistrationOptions, verifyRegistrationResponse } from '@simplewebauthn/server';
import { generateSecret, generateURI } from 'otplib';
import { ok, type Refusal, type Result, refused } from '../../../contract/errors/index.ts';
import type { NewPasskeyResponse, SecondFactor, SecondFactorUse, TotpSecret } from '../../../contract/wire/person.ts';
import { formatInstant } from '../../../core/time/index.ts';
import type { Tx } from '../../../platform/db/index.ts';
import { hashSecret, randomAlphanumeric, sealSecret } from '../../../platform/secrets/index.ts';
import { countTry, forgiveTries, guesses } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import type { User } from '../model.ts';
import type { Client, Session } from '../sessions/model.ts';
import { beginSession } from '../sessions/service.ts';
import { deleteSessionById, isKnownDevice, takeChallenge, writeChallenge } from '../sessions/store.ts';
import { tell } from '../tell.ts';
import { CHALLENGE_MS, proves, recoveryHash, relyingParty, TOTP_PURPOSE, takeCode } from './proofs.ts';
import * as store from './store.ts';

const RECOVERY_CODES = 10;
const RECOVERY_CHARACTERS = 16;
const PASSKEYS_MAX = 10;

export async function secondFactorOf(deps: PeopleDeps, { id }: User): Promise<SecondFactor> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    const methods = await store.methodsOf(tx, id);
    const keys = await store.passkeysOf(tx, id);
    return {
      methods: [...methods],
      totp: methods.includes('totp'),
      passkeys: keys.map((key) => ({
        id: key.credential_id,
        name: key.name,
        created_at: formatInstant(key.created_at),
        last_used_at: key.last_used_at === null ? null : formatInstant(key.last_used_at),
      })),
      recovery_codes_left: await store.recoveryCodesLeft(tx, id),
    };
  });
}

/** A new secret for an authenticator app. It counts when a first code was shown. */
export async function beginTotp(deps: PeopleDeps, user: User): Promise<Result<TotpSecret>> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    if ((await store.totpOf(tx, user.id))?.isConfirmed === true) return refused(exists('an authenticator app'));
    const secret = generateSecret();
    const sealed = sealSecret(deps.masterKeys, TOTP_PURPOSE, user.id, secret);
    await store.writeTotp(tx, user.id, sealed, deps.clock.now());
    return ok({ secret, uri: generateURI({ issuer: deps.networkName, label: user.email, secret }) });
  });
}

/** Answers recovery codes where the person has none yet. */
export async function confirmTotp(
  deps: PeopleDeps,
  user: User,
  code: string,
): Promise<Result<readonly string[] | null>> {
  const now = deps.clock.now();
  const what = ['second factor of', user.id];
  const allowed = await deps.db.transaction(SYSTEM, (tx) => countTry(tx, [{ what, bound: guesses }], now));
  if (!allowed.ok) return allowed;
  return deps.db.transaction(SYSTEM, async (tx) => {
    const totp = await store.totpOf(tx, user.id);
    if (totp === null) return refused(unknown());
    if (totp.isConfirmed) return refused(exists('an authenticator app'));
    if (!(await takeCode(tx, deps.masterKeys, { userId: user.id, code, totp, now }))) return refused(codeRefused());
    await forgiveTries(tx, what);
    await changed(tx, deps, user, 'added', { method: 'totp' });
    return ok(await firstRecoveryCodes(tx, user));
  });
}

export async function removeTotp(deps: PeopleDeps, user: User): Promise<Result<null>> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    if (!(await store.deleteTotp(tx, user.id))) return refused(unknown());
    await changed(tx, deps, user, 'removed', { method: 'totp' });
    return ok(await withoutFactors(tx, user));
  });
}

/** What the browser makes a key of. */
export async function newPasskeyOptions(deps: PeopleDeps, { id, user }: Session) {
  return deps.db.transaction(SYSTEM, async (tx) => {
    const keys = await store.passkeysOf(tx, user.id);
    const options = await generateRegistrationOptions({
      rpID: relyingParty(deps).rpID,
      rpName: deps.networkName,
      userName: user.email,
      userDisplayName: user.name,
      userID: new Uint8Array(Buffer.from(user.id)),
      attestationType: 'none',
      // A key that can be found without its owner's name signs in alone; one that cannot is a second factor all the same.
      authenticatorSelection: { residentKey: 'preferred', userVerification: 'preferred' },
      excludeCredentials: keys.map((key) => ({ id: key.credential_id, transports: [...key.transports] })),
    });
    const until = deps.clock.now() + CHALLENGE_MS;
    await writeChallenge(tx, id, { purpose: 'new passkey', challenge: options.challenge, until });
    return options;
  });
}

export async function addPasskey(
  deps: PeopleDeps,
  session: Session,
  { name, response }: { readonly name: string; readonly response: NewPasskeyResponse },
): Promise<Result<readonly string[] | null>> {
  const { user } = session;
  const now = deps.clock.now();
  return deps.db.transaction(SYSTEM, async (tx) => {
    const challenge = await takeChallenge(tx, session.id, 'new passkey', now);
    if (challenge === null) return refused(codeRefused());
    const credential = await verifiedKey(deps, challenge, response);
    if (credential === null) return refused(codeRefused());
    if ((await store.passkeysOf(tx, user.id)).length >= PASSKEYS_MAX)
      return refused(exists(`${PASSKEYS_MAX} passkeys`));
    const key = {
      credential_id: credential.id,
      user_id: user.id,
      name,
      public_key: Buffer.from(credential.publicKey),
      counter: BigInt(credential.counter),
      transports: response.response.transports ?? [],
      created_at: now,
    };
    if (!(await store.insertPasskey(tx, key))) return refused(exists('this passkey'));
    await changed(tx, deps, user, 'added', { method: 'passkey', name });
    return ok(await firstRecoveryCodes(tx, user));
  });
}

async function verifiedKey(deps: PeopleDeps, challenge: string, response: NewPasskeyResponse) {
  const { rpID, origin } = relyingParty(deps);
  const { id, rawId, type, clientExtensionResults } = response;
  const { clientDataJSON, attestationObject } = response.response;
  const verified = await verifyRegistrationResponse({
    response: { id, rawId, type, clientExtensionResults, response: { clientDataJSON, attestationObject } },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpID,
    requireUserVerification: false,
  }).catch(() => null);
  return verified?.verified === true ? verified.registrationInfo.credential : null;
}

export async function removePasskey(deps: PeopleDeps, user: User, id: string): Promise<Result<null>> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    if (!(await store.deletePasskey(tx, user.id, id)))
      return refused({ code: 'not_found', field: 'id', detail: 'You have no such passkey.' });
    await changed(tx, deps, user, 'removed', { method: 'passkey' });
    return ok(await withoutFactors(tx, user));
  });
}

/** New recovery codes; those before are void. */
export async function renewRecoveryCodes(deps: PeopleDeps, user: User): Promise<Result<readonly string[]>> {
  return deps.db.transaction(SYSTEM, async (tx) => {
    if ((await store.methodsOf(tx, user.id)).length === 0) return refused(unknown());
    await tell(tx, deps, { user, action: 'second_factor.codes_renewed', at: deps.clock.now() });
    return ok(await makeRecoveryCodes(tx, user));
  });
}

export interface FactorShown {
  readonly use: SecondFactorUse;
  readonly client: Client;
  /** The mark of the browser, if it has one. */
  readonly device: string | null;
}

/**
 * Finishes signing in: the session of the password ends and a new one begins, whose token is answered. Each try is counted before it is
 * looked at.
 */
export async function passSecondFactor(
  deps: PeopleDeps,
  session: Session,
  { use, client, device }: FactorShown,
): Promise<Result<string>> {
  const { user } = session;
  const now = deps.clock.now();
  const allowed = await deps.db.transaction(SYSTEM, async (tx) => {
    // Whoever knows the password alone may guess until it is stopped, and does not stop the owner at a browser of theirs (T-21).
    const isKnown = device !== null && (await isKnownDevice(tx, user.id, hashSecret(device)));
    const what = ['second factor of', user.id, ...(isKnown ? [device] : [])];
    const counted = await countTry(tx, [{ what, bound: guesses }], now);
    return counted.ok ? ok(what) : counted;
  });
  if (!allowed.ok) return allowed;
  const what = allowed.value;
  return deps.db.transaction(SYSTEM, async (tx) => {
    if (!(await proves(tx, deps, { userId: user.id, sessionId: session.id }, use))) return refused(codeRefused());
    await forgiveTries(tx, what);
    await deleteSessionById(tx, user.id, session.id);
    if (use.method === 'recovery_code') {
      const data = { left: String(await store.recoveryCodesLeft(tx, user.id)) };
      await tell(tx, deps, { user, action: 'second_factor.code_used', at: now, detail: data, data });
    }
    return ok(await beginSession(tx, { user, client, secondFactor: 'passed', now }));
  });
}

async function firstRecoveryCodes(tx: Tx, user: User): Promise<readonly string[] | null> {
  return (await store.recoveryCodesLeft(tx, user.id)) > 0 ? null : makeRecoveryCodes(tx, user);
}

async function makeRecoveryCodes(tx: Tx, user: User): Promise<readonly string[]> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => {
    const text = randomAlphanumeric(RECOVERY_CHARACTERS);
    return (text.match(/.{4}/g) ?? [text]).join('-');
  });
  await store.writeRecoveryCodes(
    tx,
    user.id,
    codes.map((code) => recoveryHash(user.id, code)),
  );
  return codes;
}

/** Recovery codes stand in for a second factor; without one there is nothing to stand in for. */
async function withoutFactors(tx: Tx, user: User): Promise<null> {
  if ((await store.methodsOf(tx, user.id)).length === 0) await store.writeRecoveryCodes(tx, user.id, []);
  return null;
}

async function changed(
  tx: Tx,
  deps: PeopleDeps,
  user: User,
  change: 'added' | 'removed',
  detail: { readonly method: 'totp' | 'passkey'; readonly name?: string },
): Promise<void> {
  const data = { method: detail.method };
  await tell(tx, deps, { user, action: `second_factor.${change}`, at: deps.clock.now(), detail, data });
}

export function codeRefused(): Refusal {
  return { code: 'code_refused', field: 'code', detail: 'The code or the passkey is not the one that was expected.' };
}

function unknown(): Refusal {
  return { code: 'second_factor_unknown', field: null, detail: 'You have no such second factor.' };
}

function exists(what: string): Refusal {
  return { code: 'second_factor_exists', field: null, detail: `You have ${what} already.` };
}
