import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { ok, type Refusal, type Result, refused, shownValue } from '../../../contract/errors/index.ts';
import { formatInstant, type Instant } from '../../../core/time/index.ts';
import { isUnavailable } from '../../../platform/db/index.ts';
import { inGroups } from '../../../platform/groups/index.ts';
import { messageHeaders } from '../../../platform/http/index.ts';
import { isSignedWith, newSigningSecret } from '../../../platform/secrets/index.ts';
import type { Caller } from '../../accounts/index.ts';
import { type Program, programsByCodes } from '../../programs/index.ts';
import type { OrdersDeps } from '../deps.ts';
import type { ReceivedRequest } from '../intake/intake-store.ts';
import type { SignedMessage } from './message-store.ts';

/** Reports that prove their sender by a signature of the message instead of a token (Standard Webhooks 1.0, T-18). */

/** Whoever reports: by a token, or by a signature, which proves one program and one message. */
export interface Reporter extends Pick<Caller, 'orgId' | 'kind'> {
  /** `null` with a token. */
  readonly message: SignedMessage | null;
}

/** Clocks differ and messages travel; a signature that is seen by others is of no use after it. */
const TOLERANCE_MS = 5 * 60_000;
/** No point: id, timestamp and body are joined by points, and must come apart in one way only. */
const MESSAGE_ID = /^[A-Za-z0-9_-]{1,128}$/;
/** Whole seconds, in one way of writing; more digits are no time. */
const TIMESTAMP = /^[1-9][0-9]{0,11}$/;

interface MessageHeaders {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
}

/** What a signed post says of itself before anything of it is proven. */
export interface Claimed {
  /** Code of the program it names, in the address or the body. */
  readonly program: string | null;
  readonly orderId: string | null;
}

/** A post that is refused, with the program it named if there is one: its advertiser sees the post in the quarantine. */
export interface RefusedPost {
  readonly refusal: Refusal;
  readonly program: Program | null;
}

/** Checks the signatures of posts. */
export type Signatures = (
  headers: IncomingHttpHeaders,
  raw: ReceivedRequest,
  claimed: () => Result<Claimed>,
) => Promise<Result<Reporter & { readonly message: SignedMessage }, RefusedPost>>;

/** As many posts as one group of the intake has. */
const LOOKED_UP_MAX = 500;
/** While one look-up waits for its rows, another begins. */
const LOOK_UPS_MAX = 2;

/**
 * Who signed a post. Secrets are read anew for each, so that one that ends counts no longer, but once for posts that come in together.
 * Refuses `signature_missing`, `message_id_invalid`, `timestamp_out_of_range`, and `signature_invalid` without telling
 * whether program, secret, signature or body are wrong (BAD-25, BAD-26). What a refused post claims is used for one thing: its advertiser
 * sees it among what nobody proved.
 */
export function signatures(deps: OrdersDeps): Signatures {
  const find = inGroups<string | null, Signer>({
    sizeMax: LOOKED_UP_MAX,
    inFlightMax: LOOK_UPS_MAX,
    isHopeless: isUnavailable,
    work: (codes) => signersOf(deps, codes),
  });
  return async (headers, raw, claimed) => {
    const read = readHeaders(headers, deps.clock.now());
    const claim = claimed();
    if (!claim.ok) return refused({ refusal: read.ok ? claim.error : read.error, program: null });
    const { program, secrets } = await find(claim.value.program);
    if (!read.ok) return refused({ refusal: read.error, program });
    const content = { ...read.value, body: raw.secretBody };
    // An unknown program is compared as well, so that it cannot be told from a wrong signature by the time it takes.
    const isSigned = isSignedWith(program === null ? [NOBODYS_SECRET] : secrets, content, read.value.signature);
    if (program === null || !isSigned) return refused({ refusal: signatureInvalid(), program });
    const digest = createHash('sha256').update(raw.secretBody).digest();
    const { orderId } = claim.value;
    const message = { program: program.code, id: read.value.id, digest, orderId, receivedAt: raw.receivedAt };
    return ok({ orgId: program.advertiserOrg, kind: 'advertiser', message });
  };
}

const NOBODYS_SECRET = newSigningSecret();

function readHeaders(headers: IncomingHttpHeaders, now: Instant): Result<MessageHeaders> {
  const [id, timestamp, signature] = messageHeaders.map((name) => headerOf(headers, name));
  if (id === undefined || timestamp === undefined || signature === undefined) {
    const missing = messageHeaders.filter((name) => headerOf(headers, name) === undefined).join(', ');
    const detail = `${missing}: missing. A signed request has ${messageHeaders.join(', ')}; any other sends "Authorization: Bearer <access token>".`;
    return refused({ code: 'signature_missing', field: missing, detail });
  }
  if (!MESSAGE_ID.test(id)) {
    const detail = `webhook-id: expected 1 to 128 letters, digits, hyphens or underscores; got ${shownValue(id)}.`;
    return refused({ code: 'message_id_invalid', field: 'webhook-id', value: shownValue(id), detail });
  }
  const isTimely = TIMESTAMP.test(timestamp) && Math.abs(Number(timestamp) * 1000 - now) <= TOLERANCE_MS;
  return isTimely ? ok({ id, timestamp, signature }) : refused(outOfRange(timestamp, now));
}

/** A header that comes twice arrives joined by a comma, which no part of a signature has. */
function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function outOfRange(timestamp: string, now: Instant): Refusal {
  const value = shownValue(timestamp);
  const [serverTime, seconds] = [formatInstant(now), Math.floor(now / 1000)];
  const detail = `webhook-timestamp: expected whole seconds since 1970, at most ${TOLERANCE_MS / 1000} from ours (${seconds}, ${serverTime}); got ${value}.`;
  const extra = { server_time: serverTime, server_timestamp: seconds };
  return { code: 'timestamp_out_of_range', field: 'webhook-timestamp', value, detail, extra };
}

/** One text whatever was wrong. */
function signatureInvalid(): Refusal {
  const detail =
    'webhook-signature: none of its v1 signatures is that of id.timestamp.body with a signing secret of the program that the report names.';
  return { code: 'signature_invalid', field: 'webhook-signature', detail };
}

interface Signer {
  readonly program: Program | null;
  readonly secrets: readonly string[];
}

const NOBODY: Signer = { program: null, secrets: [] };

/** Programs with their secrets, by their codes as posts name them. */
async function signersOf(deps: OrdersDeps, codes: readonly (string | null)[]): Promise<readonly Signer[]> {
  const named = [...new Set(codes.flatMap((code) => code ?? []))];
  if (named.length === 0) return codes.map(() => NOBODY);
  const now = deps.clock.now();
  const signers = await deps.db.transaction({ role: 'system' }, async (tx) => {
    const found = new Map<string, Signer>();
    for (const [code, program] of await programsByCodes(tx, named)) {
      found.set(code, { program, secrets: await deps.signingSecretsOf(tx, code, now) });
    }
    return found;
  });
  return codes.map((code) => signers.get(code ?? '') ?? NOBODY);
}
