import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SanctionAnswer } from '../../../../contract/wire/conduct.ts';
import type { RuleVersion, RuleVersions } from '../../../../contract/wire/rules.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { isRules } from '../../kit/rules/compare.ts';
import { inline } from '../programs/plain-markdown.tsx';
import { RulesText } from '../programs/rules.tsx';

type Cited = Pick<SanctionAnswer, 'program' | 'rule'> & { readonly version: number };

/** The rule in the words of the version by which it was judged, which later versions do not change (S-111). */
export function CitedRule(cited: Cited) {
  const { t } = useTranslation('publisher');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>{t('conduct.ruleText', { version: cited.version })}</summary>
      {isOpen ? <CitedText {...cited} /> : null}
    </details>
  );
}

function CitedText({ program, rule, version }: Cited) {
  const { t } = useTranslation('publisher');
  const path = `/api/v1/programs/${encodeURIComponent(program)}/rules`;
  const found = useApi<RuleVersions>(path, { before: version + 1, limit: 1 });
  return (
    <Loaded query={found} rows={2}>
      {({ versions: [one] }) => (
        <Stack gap="xs" mt="xs">
          {one?.version === version ? <Told of={one} rule={rule} /> : null}
          <TextLink size="sm" to="/publisher/programs/$code" params={{ code: program }}>
            {t('conduct.rulesToday')}
          </TextLink>
        </Stack>
      )}
    </Loaded>
  );
}

/** The rule alone; one that stands in the text beside the numbered list is read in the whole of it. */
function Told({ of, rule }: { readonly of: RuleVersion; readonly rule: string }) {
  const { i18n } = useTranslation();
  const text = of.texts.find(({ locale }) => locale === i18n.resolvedLanguage) ?? of.texts[0];
  if (text === undefined || !isRules(text.content)) return null;
  const numbered = text.content.rules.find(({ key }) => key === rule);
  if (numbered === undefined)
    return <RulesText section={{ version: of.version, language: text.locale, content: text.content }} />;
  const lang = text.locale === i18n.resolvedLanguage ? {} : { lang: text.locale };
  return (
    <Text size="sm" {...lang}>
      {numbered.number}. {inline(numbered.text)}
    </Text>
  );
}
