import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import type { NewPasskeyResponse, PasskeyResponse } from '../../../../contract/wire/person.ts';

/** A passkey in software: makes a real P-256 key and real signatures, as a device would (WebAuthn, attestation `none`). */
export interface SoftAuthenticator {
  readonly id: string;
  create(challenge: string): NewPasskeyResponse;
  sign(challenge: string, change?: SignatureChange): PasskeyResponse;
}

/** What is to be otherwise than a good device would have it. */
export interface SignatureChange {
  readonly origin?: string;
  readonly counter?: number;
  /** Whom the device says the key belongs to. */
  readonly userHandle?: string;
  /** False: it did not look who is there. */
  readonly isVerified?: boolean;
  /** The host that it signs for. */
  readonly host?: string;
}

const PRESENT = 0x01;
const PRESENT_VERIFIED = 0x05;
const WITH_KEY = 0x40;

export function softAuthenticator(origin: string): SoftAuthenticator {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const rawId = randomBytes(32);
  const id = rawId.toString('base64url');
  const rpHash = createHash('sha256').update(new URL(origin).hostname).digest();
  const credential = { id, rawId: id, type: 'public-key' as const, clientExtensionResults: {} };
  let counter = 0;
  return {
    id,
    create: (challenge) => {
      const key = Buffer.concat([Buffer.alloc(16), uint16(rawId.length), rawId, coseKey(publicKey)]);
      const authData = Buffer.concat([rpHash, Buffer.from([PRESENT_VERIFIED | WITH_KEY]), uint32(counter), key]);
      const attestation = Buffer.concat([
        Buffer.from([0xa3]),
        ...[text('fmt'), text('none'), text('attStmt'), Buffer.from([0xa0]), text('authData'), bytes(authData)],
      ]);
      return {
        ...credential,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge, origin),
          attestationObject: attestation.toString('base64url'),
        },
      };
    },
    sign: (challenge, change = {}) => {
      counter = change.counter ?? counter + 1;
      const forHost = change.host === undefined ? rpHash : createHash('sha256').update(change.host).digest();
      const flags = change.isVerified === false ? PRESENT : PRESENT_VERIFIED;
      const authData = Buffer.concat([forHost, Buffer.from([flags]), uint32(counter)]);
      const clientDataJSON = clientData('webauthn.get', challenge, change.origin ?? origin);
      const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
      const signature = sign('sha256', Buffer.concat([authData, hash]), privateKey).toString('base64url');
      return {
        ...credential,
        response: {
          clientDataJSON,
          authenticatorData: authData.toString('base64url'),
          signature,
          ...(change.userHandle === undefined ? {} : { userHandle: change.userHandle }),
        },
      };
    },
  };
}

function clientData(type: string, challenge: string, origin: string): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url');
}

/** COSE of a P-256 key for ES256: {1: 2, 3: -7, -1: 1, -2: x, -3: y} as CBOR. */
function coseKey(key: KeyObject): Buffer {
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  const point = (value: string) => bytes(Buffer.from(value, 'base64url'));
  return Buffer.concat([Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21]), point(x), Buffer.from([0x22]), point(y)]);
}

function text(value: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + value.length]), Buffer.from(value)]);
}

function bytes(value: Buffer): Buffer {
  const head =
    value.length < 256 ? Buffer.from([0x58, value.length]) : Buffer.concat([Buffer.from([0x59]), uint16(value.length)]);
  return Buffer.concat([head, value]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}

function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}
