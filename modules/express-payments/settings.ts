import type { z } from 'zod';
import { ok, type Refusal, type Result, refused, shownValue } from '../../contract/errors/index.ts';
import type { expressSettingsBody } from '../../contract/wire/express-payments.ts';
import { isCurrency } from '../../core/money/index.ts';
import type { Instant } from '../../core/time/instant.ts';
import type { Tx } from '../../platform/db/index.ts';
import { recordAudit } from '../accounts/index.ts';
import { minorOf } from './amounts.ts';
import type { Bounds, Settings } from './model.ts';
import { currentSettings, decimalOf, insertSettings } from './settings-store.ts';
import { shownSettings } from './shown.ts';
import { lockExpress } from './store.ts';

type Body = z.output<typeof expressSettingsBody>;

/**
 * Decides anew about express payments; what was granted keeps its fee. Needs a system transaction. Refuses `EXPRESS_SETTINGS_CHANGED`,
 * `field_invalid`.
 */
export async function changeSettings(
  tx: Tx,
  body: Body,
  by: { readonly at: Instant; readonly actor: string },
): Promise<Result<Settings>> {
  await lockExpress(tx);
  const before = await currentSettings(tx);
  if (before.version !== body.version) {
    const detail = `The settings are of version ${before.version}, not ${body.version}.`;
    return refused({ code: 'EXPRESS_SETTINGS_CHANGED', field: 'version', detail, extra: { current: before.version } });
  }
  const bounds = boundsOf(body.limits);
  if (!bounds.ok) return bounds;
  const settings = {
    version: before.version + 1,
    enabled: body.enabled,
    feePercent: decimalOf(body.fee_percent),
    accountDays: body.account_days,
    fundedActions: body.funded_actions,
    bounds: bounds.value,
    changed: { by: by.actor, at: by.at },
  };
  await insertSettings(tx, settings);
  const detail = { before: before.version === 0 ? null : recorded(before), after: recorded(settings) };
  const action = 'express.settings_changed' as const;
  await recordAudit(tx, { ...by, orgId: null, action, subject: 'network', detail });
  return ok(settings);
}

/** As the audit keeps it: limits by currency. */
function recorded(settings: Settings): object {
  const { version: _, changed: __, limits, ...rules } = shownSettings(settings, () => null);
  return { ...rules, limits: Object.fromEntries(limits.map(({ currency, ...limit }) => [currency, limit])) };
}

function boundsOf(limits: Body['limits']): Result<Bounds[]> {
  const bounds: Bounds[] = [];
  for (const [index, { currency, ...limit }] of limits.entries()) {
    const field = (name: string) => `limits[${index}].${name}`;
    if (!isCurrency(currency))
      return refused(wrong(field('currency'), currency, { kind: 'listed' }, 'a currency of ISO 4217'));
    if (bounds.some((other) => other.currency === currency)) {
      return refused(wrong(field('currency'), currency, { kind: 'each_once' }, 'each currency once'));
    }
    const perPublisher = minorOf(field('per_publisher'), limit.per_publisher, currency);
    if (!perPublisher.ok) return perPublisher;
    const inAll = minorOf(field('in_all'), limit.in_all, currency);
    if (!inAll.ok) return inAll;
    const minimum = minorOf(field('minimum'), limit.minimum, currency);
    if (!minimum.ok) return minimum;
    if (minimum.value === 0n) {
      return refused(wrong(field('minimum'), limit.minimum, { kind: 'above', value: '0' }, 'more than 0'));
    }
    if (perPublisher.value > inAll.value) {
      const expected = { kind: 'at_most', value: limit.in_all } as const;
      return refused(
        wrong(field('per_publisher'), limit.per_publisher, expected, 'no more than the limit of all together'),
      );
    }
    bounds.push({ currency, perPublisher: perPublisher.value, inAll: inAll.value, minimum: minimum.value });
  }
  return ok(bounds);
}

function wrong(field: string, value: string, expected: NonNullable<Refusal['expected']>, said: string): Refusal {
  return { code: 'field_invalid', field, value: shownValue(value), detail: `${field}: expected ${said}.`, expected };
}
