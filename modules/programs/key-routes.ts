import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SendMail } from '../../contract/mail.ts';
import {
  newKeysAnswer,
  newSigningSecretAnswer,
  programKeys,
  signingRotation,
} from '../../contract/wire/program-keys.ts';
import { formatInstant } from '../../core/time/index.ts';
import type { Clock } from '../../platform/clock/index.ts';
import type { Database, Tx } from '../../platform/db/index.ts';
import { callerAccess, refuse, valueOrRefuse } from '../../platform/http/index.ts';
import type { MasterKeys } from '../../platform/secrets/index.ts';
import { type Caller, requireCaller, tellOwners } from '../accounts/index.ts';
import type { Program } from './model.ts';
import { noProgram, renewProgramKeys, rotateSigningSecret } from './service.ts';
import { programByCode, secretTimes } from './store.ts';

export interface KeyRoutes {
  readonly db: Database;
  readonly clock: Clock;
  readonly masterKeys: MasterKeys;
  /** Keeps a mail in the transaction of what it tells. */
  readonly sendMail: (tx: Tx, mail: SendMail) => Promise<void>;
}

const SYSTEM = { role: 'system' } as const;
const HOUR_MS = 3_600_000;

/**
 * `/api/v1/programs/{code}/keys`: what a shop reports orders with. Secrets leave in the answer that made them and never again (T-32):
 * `POST …/renew` makes all of them anew at once, `POST …/signing-secret` the one that signs, beside which the old one counts for a while.
 */
export function programKeyRoutes({ db, clock, masterKeys, sendMail }: KeyRoutes): FastifyPluginAsyncZod {
  const config = { access: callerAccess('programs', 'advertiser') };
  const params = z.object({ code: z.string().max(100) });
  const by = (caller: Caller) => ({ at: clock.now(), actor: caller.actor });
  const tellRenewed = (tx: Tx, caller: Caller, { name }: Program) =>
    tellOwners(
      tx,
      { sendMail },
      { ...by(caller), orgId: caller.orgId, kind: 'program_keys_renewed', data: { program: name } },
    );
  return async (app) => {
    const read = { params, response: { 200: programKeys } };
    app.get('/api/v1/programs/:code/keys', { config, schema: read }, (request) =>
      db.transaction(SYSTEM, async (tx) => {
        const program = await ownProgram(tx, requireCaller(request), request.params.code);
        const times = await secretTimes(tx, program.code);
        const until = times?.previousUntil ?? null;
        return {
          program: program.code,
          campaign_code: program.campaignCode,
          action_code: program.actionCode,
          tariff_code: program.tariffCode,
          default_currency: program.defaultCurrency,
          pixel_allowed: program.pixelAllowed,
          made_at: times === null ? null : formatInstant(times.setAt),
          previous_signing_secret_until: until === null || until <= clock.now() ? null : formatInstant(until),
        };
      }),
    );

    const renew = { params, response: { 200: newKeysAnswer } };
    app.post('/api/v1/programs/:code/keys/renew', { config, schema: renew }, (request) =>
      db.transaction(SYSTEM, async (tx) => {
        const caller = requireCaller(request);
        const program = await ownProgram(tx, caller, request.params.code);
        const made = valueOrRefuse(await renewProgramKeys(tx, program.code, masterKeys, by(caller)));
        await tellRenewed(tx, caller, program);
        const { postbackKey, revisionSecret, signingSecret } = made;
        return { postback_key: postbackKey, revision_secret: revisionSecret, signing_secret: signingSecret };
      }),
    );

    const rotate = { params, body: signingRotation, response: { 200: newSigningSecretAnswer } };
    app.post('/api/v1/programs/:code/keys/signing-secret', { config, schema: rotate }, (request) =>
      db.transaction(SYSTEM, async (tx) => {
        const caller = requireCaller(request);
        const program = await ownProgram(tx, caller, request.params.code);
        const overlapMs = request.body.overlap_hours * HOUR_MS;
        const change = { ...by(caller), overlapMs };
        const made = valueOrRefuse(await rotateSigningSecret(tx, program.code, masterKeys, change));
        await tellRenewed(tx, caller, program);
        return { signing_secret: made.signingSecret, previous_until: formatInstant(made.previousUntil) };
      }),
    );
  };
}

/** A foreign program is told like one that does not exist (T-14). */
async function ownProgram(tx: Tx, { orgId }: Caller, code: string): Promise<Program> {
  const program = await programByCode(tx, code);
  return program?.advertiserOrg === orgId ? program : refuse(noProgram(code));
}
