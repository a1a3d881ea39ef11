import { Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RuleVersion, RuleVersions } from '../../../../contract/wire/rules.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Loaded } from '../../kit/page/states.tsx';
import { RulesChanges } from '../../kit/rules/rules-changes.tsx';
import { useFormats } from '../../kit/values/format.ts';

/** Which version of the rules is in force since when, what it changed, and what is announced (S-111, S-130). */
export function RulesVersion({ program }: { readonly program: string }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const found = useApi<RuleVersions>(`/api/v1/programs/${encodeURIComponent(program)}/rules`, { limit: 5 });
  return (
    <Loaded query={found} rows={1}>
      {({ versions, time_zone: zone }) => {
        const now = versions.find(({ state }) => state === 'in_force');
        const next = versions.find(({ state }) => state === 'announced');
        // What was replaced before it began was never in force.
        const before = versions.find(({ state, from, until }) => state === 'past' && from !== until);
        return (
          <Stack gap="xs">
            {next === undefined ? null : (
              <Text size="sm" fw={600}>
                {t('programs.rulesNext', { version: next.version, when: formats.instant(next.from, zone) })}
              </Text>
            )}
            {next === undefined || now === undefined ? null : <Changed before={now} now={next} />}
            {now === undefined ? null : (
              <Text size="sm" c="dimmed">
                {t('programs.rulesChanged', { version: now.version, when: formats.instant(now.from, zone) })}
              </Text>
            )}
            {now === undefined || before === undefined ? null : <Changed before={before} now={now} />}
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Changed({ before, now }: { readonly before: RuleVersion; readonly now: RuleVersion }) {
  const { t, i18n } = useTranslation('publisher');
  const own = i18n.resolvedLanguage ?? 'en';
  const textIn = (version: RuleVersion, locale: string) =>
    version.texts.find((each) => each.locale === locale)?.content;
  // Both in the reader's language, or both in English, which every version has.
  const language = textIn(before, own) !== undefined && textIn(now, own) !== undefined ? own : 'en';
  const [old, current] = [textIn(before, language), textIn(now, language)];
  if (old === undefined || current === undefined) return null;
  return (
    <details>
      <summary>{t('programs.rulesWhat', { before: before.version, version: now.version })}</summary>
      <RulesChanges before={old} after={current} language={language} />
    </details>
  );
}
