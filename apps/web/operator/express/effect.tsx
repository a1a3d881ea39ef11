import { List, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressSettingsBody } from '../../../../contract/wire/express-payments.ts';
import { isSome } from '../../kit/values/decimals.ts';
import { useFormats } from '../../kit/values/format.ts';
import { effectOf } from './settings-draft.ts';

type Settings = Omit<ExpressSettingsBody, 'version'>;

/** What the settings as they are typed would mean for somebody. `null`: they cannot be read yet. */
export function Effect({ settings }: { readonly settings: Settings | null }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  return (
    <div aria-live="polite">
      {settings === null ? (
        <Text size="sm" c="dimmed">
          {t('express.settings.wrong')}
        </Text>
      ) : !settings.enabled ? (
        <Text size="sm">{t('express.settings.effectOff')}</Text>
      ) : settings.limits.length === 0 ? (
        <Text size="sm">{t('express.settings.effectNone')}</Text>
      ) : (
        <>
          <List size="sm">
            {settings.limits.map((limit) => (
              <List.Item key={limit.currency}>
                <Gets limit={limit} fee={settings.fee_percent} />
              </List.Item>
            ))}
          </List>
          {settings.account_days + settings.funded_actions === 0 ? null : (
            <Text size="sm" mt="xs">
              {t('express.settings.effectWhen', {
                days: formats.number(settings.account_days),
                actions: formats.number(settings.funded_actions),
              })}
            </Text>
          )}
        </>
      )}
    </div>
  );
}

function Gets({ limit, fee }: { readonly limit: Settings['limits'][number]; readonly fee: string }) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const { currency, minimum } = limit;
  const effect = effectOf(limit, fee);
  const money = (amount: string) => formats.money(amount, currency);
  const approved = money(effect.approved);
  return isSome(effect.advanced)
    ? t('express.settings.effectGets', {
        approved,
        net: money(effect.net),
        advanced: money(effect.advanced),
        fee: money(effect.fee),
      })
    : t('express.settings.effectLeast', { approved, minimum: money(minimum) });
}
