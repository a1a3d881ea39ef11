import { Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RulesContent } from '../compare.ts';
import { ruleKeys } from '../rule-keys.ts';
import { FoldedList } from './folded-list.tsx';

type Rule = RulesContent['rules'][number];
type Further = RulesContent['further'][number];

interface FieldsProps {
  readonly content: RulesContent;
  readonly onChange: (content: RulesContent) => void;
}

/** The introduction, the numbered rules, and the texts beside them. */
export function RulesFields({ content, onChange }: FieldsProps) {
  const { t } = useTranslation('rules');
  return (
    <Stack gap="md">
      <Textarea
        label={t('intro')}
        description={t('markdown')}
        value={content.intro}
        onChange={(event) => onChange({ ...content, intro: event.currentTarget.value })}
        maxLength={20_000}
        autosize
        minRows={2}
      />
      <NumberedRules rules={content.rules} onChange={(rules) => onChange({ ...content, rules })} />
      <FurtherTexts texts={content.further} onChange={(further) => onChange({ ...content, further })} />
    </Stack>
  );
}

/** Numbers follow from the order; sanctions cite them. */
function numbered(rules: readonly Rule[]): Rule[] {
  return rules.map((rule, index) => ({ ...rule, number: index + 1 }));
}

const isOwn = (key: string) => !ruleKeys.some((known) => known === key);

/** A key for a rule that is about something else than what the network has a name for; a version compares rules by their keys. */
function ownKey(rules: readonly Rule[]): string {
  for (let number = 1; ; number += 1) {
    const key = `own_${number}`;
    if (rules.every((rule) => rule.key !== key)) return key;
  }
}

function NumberedRules(props: { readonly rules: readonly Rule[]; readonly onChange: (rules: Rule[]) => void }) {
  const { t } = useTranslation('rules');
  const { rules, onChange } = props;
  const unused = ruleKeys.filter((key) => rules.every((rule) => rule.key !== key));
  const own = ownKey(rules);
  const nameOf = (key: string) => t(`names.${key}` as 'names.pop', { defaultValue: t('keyOther') });
  return (
    <FoldedList
      name="rules"
      items={rules}
      onChange={(changed) => onChange(numbered(changed))}
      made={() => ({ number: 0, key: unused[0] ?? own, text: '' })}
      titleOf={({ key }) => nameOf(key)}
      textOf={({ text }) => text}
      words={{ add: t('add'), remove: t('remove'), removeOne: (number) => t('removeRule', { number }) }}
      fieldsOf={(rule, _index, replace) => (
        <>
          <Select
            label={t('means', { number: rule.number })}
            data={[rule.key, ...unused, ...(isOwn(rule.key) ? [] : [own])].map((value) => ({
              value,
              label: nameOf(value),
            }))}
            value={rule.key}
            onChange={(key) => replace({ ...rule, key: key ?? rule.key })}
            allowDeselect={false}
            maw="26rem"
          />
          <Textarea
            aria-label={t('textOf', { number: rule.number })}
            value={rule.text}
            onChange={(event) => replace({ ...rule, text: event.currentTarget.value })}
            maxLength={20_000}
            autosize
            minRows={2}
          />
        </>
      )}
    />
  );
}

function FurtherTexts(props: { readonly texts: readonly Further[]; readonly onChange: (texts: Further[]) => void }) {
  const { t } = useTranslation('rules');
  return (
    <Stack gap="sm">
      <Text fw={600} size="sm">
        {t('further')}
      </Text>
      <FoldedList
        name="further"
        items={props.texts}
        onChange={props.onChange}
        made={() => ({ title: '', text: '' })}
        titleOf={({ title }) => title}
        textOf={({ text }) => text}
        words={{ add: t('addFurther'), remove: t('remove'), removeOne: (number) => t('removeFurther', { number }) }}
        fieldsOf={(further, index, replace) => (
          <>
            <TextInput
              label={t('furtherTitle', { number: index + 1 })}
              value={further.title}
              onChange={(event) => replace({ ...further, title: event.currentTarget.value })}
              maxLength={300}
              maw="26rem"
            />
            <Textarea
              aria-label={t('furtherText', { number: index + 1 })}
              value={further.text}
              onChange={(event) => replace({ ...further, text: event.currentTarget.value })}
              maxLength={20_000}
              autosize
              minRows={2}
            />
          </>
        )}
      />
    </Stack>
  );
}
