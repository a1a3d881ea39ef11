import { randomBytes } from 'node:crypto';
import { generateAuthenticationOptions } from '@simplewebauthn/server';
import { ok, type Result, refused } from '../../../contract/errors/index.ts';
import type { PasskeyResponse } from '../../../contract/wire/person.ts';
import type { Instant } from '../../../core/time/instant.ts';
import { type MasterKeys, openSecret, sealSecret } from '../../../platform/secrets/index.ts';
import { countTry, guessesOfNetwork, returnTry, takeOnce } from '../attempts/attempts.ts';
import { type PeopleDeps, SYSTEM } from '../deps.ts';
import { personById } from '../person/store.ts';
import { passkeySigned, relyingParty } from '../second-factor/proofs.ts';
import { codeRefused } from '../second-factor/service.ts';
import { passkeyById } from '../second-factor/store.ts';
import type { Client } from './model.ts';
import { beginSession } from './service.ts';

const PURPOSE = 'passkey sign-in';
const RANDOM_BYTES = 16;

/** The browser asks as soon as the page opens, and its person may take a while to choose. */
export const SIGN_IN_CHALLENGE_MS = 30 * 60_000;

/** What any passkey of this network may sign: nobody has said yet who is there, so no key is named. */
export async function passkeySignInOptions(deps: PeopleDeps, device: string) {
  const challenge = new Uint8Array(newChallenge(deps.masterKeys, device, deps.clock.now() + SIGN_IN_CHALLENGE_MS));
  return generateAuthenticationOptions({
    rpID: relyingParty(deps).rpID,
    challenge,
    allowCredentials: [],
    userVerification: 'required',
    timeout: SIGN_IN_CHALLENGE_MS,
  });
}

export interface OfferedPasskeySignIn {
  readonly response: PasskeyResponse;
  readonly client: Client;
  /** The mark of the browser that the challenge was given to. */
  readonly device: string | null;
}

/**
 * Signs a person in with a passkey alone; answers the token of the session. The device looked who is there, so that it counts as both
 * factors. Refuses `code_refused` without telling what is wrong.
 */
export async function signInWithPasskey(deps: PeopleDeps, offered: OfferedPasskeySignIn): Promise<Result<string>> {
  const { response, client, device } = offered;
  const now = deps.clock.now();
  const challenge = signedChallenge(response);
  if (device === null || challenge === null || !isOurs(deps.masterKeys, { challenge, device, now }))
    return refused(codeRefused());
  const from = ['sign-in from', client.network];
  const allowed = await deps.db.transaction(SYSTEM, async (tx) => {
    const counted = await countTry(tx, [{ what: from, bound: guessesOfNetwork }], now);
    if (!counted.ok) return counted;
    const isFirst = await takeOnce(tx, ['passkey challenge', challenge], SIGN_IN_CHALLENGE_MS, now);
    return isFirst ? ok(null) : refused(codeRefused());
  });
  if (!allowed.ok) return allowed;
  return deps.db.transaction(SYSTEM, async (tx) => {
    const key = await passkeyById(tx, response.id);
    const user = key === null ? null : ((await personById(tx, key.user_id))?.user ?? null);
    if (key === null || user === null || !isHandleOf(user.id, response)) return refused(codeRefused());
    if (!(await passkeySigned(tx, deps, { key, response, challenge, isVerified: true, now })))
      return refused(codeRefused());
    await returnTry(tx, from, now);
    return ok(await beginSession(tx, { user, client, secondFactor: 'passed', now }));
  });
}

/** The device names the person it made the key for; a key that was found by its owner's name may leave that out, this one not. */
function isHandleOf(userId: string, { response }: PasskeyResponse): boolean {
  return response.userHandle === Buffer.from(userId).toString('base64url');
}

/**
 * A challenge that nobody has to remember until it is signed: it is sealed for one browser with the moment when it ends, so that asking
 * for a million of them leaves nothing behind.
 */
function newChallenge(keys: MasterKeys, device: string, until: Instant): Buffer {
  const { box, keyId } = sealSecret(
    keys,
    PURPOSE,
    device,
    `${until} ${randomBytes(RANDOM_BYTES).toString('base64url')}`,
  );
  return Buffer.from(`${keyId} ${box.toString('base64url')}`);
}

interface OfferedChallenge {
  /** Base64url, as browsers give it back. */
  readonly challenge: string;
  readonly device: string;
  readonly now: Instant;
}

function isOurs(keys: MasterKeys, { challenge, device, now }: OfferedChallenge): boolean {
  const [keyId = '', box = ''] = Buffer.from(challenge, 'base64url').toString('utf8').split(' ');
  const opened = openSecret(keys, PURPOSE, device, { keyId, box: Buffer.from(box, 'base64url') });
  return opened !== null && now < Number(opened.split(' ')[0]);
}

/** What the passkey says it has signed; `null` where that cannot be read. */
function signedChallenge({ response }: PasskeyResponse): string | null {
  try {
    const said: unknown = JSON.parse(Buffer.from(response.clientDataJSON, 'base64url').toString('utf8'));
    const challenge = typeof said === 'object' && said !== null && 'challenge' in said ? said.challenge : null;
    return typeof challenge === 'string' ? challenge : null;
  } catch {
    return null;
  }
}
