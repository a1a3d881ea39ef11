import { Group, SegmentedControl, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EditedSections } from '../../../../../contract/wire/program-page.ts';
import type { RuleVersion } from '../../../../../contract/wire/rules.ts';
import { Section } from '../../page/page.tsx';
import { isRules, type RulesContent } from '../compare.ts';
import { RulesChanges } from '../rules-changes.tsx';
import { begun, type Locale, locales } from './locales.ts';

interface Said {
  readonly value: string;
  readonly label: string;
  readonly texts: ReadonlyMap<string, RulesContent>;
}

/** Two versions side by side, the draft among them; the newest two until others are chosen. */
export function WhatChanged(props: {
  readonly versions: readonly RuleVersion[];
  readonly sections: EditedSections['sections'];
}) {
  const { t } = useTranslation('rules');
  const [chosen, setChosen] = useState<{ readonly from: string; readonly to: string }>({ from: '', to: '' });
  const [locale, setLocale] = useState<Locale>('en');
  const all = useSaid(props);
  if (all.length < 2) return null;
  const to = all.find(({ value }) => value === chosen.to) ?? all[0];
  const older = all[to === undefined ? 1 : all.indexOf(to) + 1] ?? all[1];
  const from = all.find(({ value }) => value === chosen.from) ?? older;
  const [before, after] = [from?.texts.get(locale), to?.texts.get(locale)];
  const data = all.map(({ value, label }) => ({ value, label }));
  return (
    <Section title={t('changed')}>
      <Stack gap="md">
        <Group align="flex-end" gap="sm">
          <Select
            label={t('compareFrom')}
            data={data}
            value={from?.value ?? null}
            onChange={(value) => setChosen({ from: value ?? '', to: to?.value ?? '' })}
            allowDeselect={false}
          />
          <Select
            label={t('compareTo')}
            data={data}
            value={to?.value ?? null}
            onChange={(value) => setChosen({ from: from?.value ?? '', to: value ?? '' })}
            allowDeselect={false}
          />
          <SegmentedControl
            aria-label={t('language')}
            data={locales.map((value) => ({ value, label: begun(t(`locales.${value}`)) }))}
            value={locale}
            onChange={(value) => setLocale(locales.find((each) => each === value) ?? 'en')}
          />
        </Group>
        {before === undefined || after === undefined ? (
          <Text size="sm">{t('notInBoth')}</Text>
        ) : (
          <RulesChanges before={before} after={after} language={locale} />
        )}
      </Stack>
    </Section>
  );
}

/** Everything that can be compared, newest first; a draft says what it would be. */
function useSaid({ versions, sections }: Parameters<typeof WhatChanged>[0]): readonly Said[] {
  const { t } = useTranslation('rules');
  const drafts = sections.flatMap(({ kind, locale, draft }) =>
    kind === 'rules' && isRules(draft?.content) ? [[locale, draft.content] as const] : [],
  );
  const draft = { value: 'draft', label: t('draft'), texts: new Map<string, RulesContent>(drafts) };
  const said = versions.map(
    ({ version, texts }): Said => ({
      value: String(version),
      label: t('versionNumber', { version }),
      texts: new Map(texts.map(({ locale, content }) => [locale, content])),
    }),
  );
  return drafts.length === 0 ? said : [draft, ...said];
}
