import { Button, Group, Paper, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RulesContent } from '../../kit/rules/compare.ts';
import { ruleKeys } from '../conduct/rule-keys.ts';

type Rule = RulesContent['rules'][number];
type Further = RulesContent['further'][number];

interface FieldsProps {
  readonly content: RulesContent;
  readonly onChange: (content: RulesContent) => void;
}

/** The introduction, the numbered rules, and the texts beside them. */
export function RulesFields({ content, onChange }: FieldsProps) {
  const { t } = useTranslation('operator');
  return (
    <Stack gap="md">
      <Textarea
        label={t('rules.intro')}
        description={t('rules.markdown')}
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

function NumberedRules(props: { readonly rules: readonly Rule[]; readonly onChange: (rules: Rule[]) => void }) {
  const { t } = useTranslation('operator');
  const { rules, onChange } = props;
  const unused = ruleKeys.filter((key) => rules.every((rule) => rule.key !== key));
  const replace = (at: number, rule: Rule) =>
    onChange(numbered(rules.map((each, index) => (index === at ? rule : each))));
  return (
    <Stack gap="sm">
      {[...rules.entries()].map(([index, rule]) => (
        <OneRule
          key={index}
          rule={rule}
          keys={[rule.key, ...unused]}
          onChange={(changed) => replace(index, changed)}
          onRemove={() => onChange(numbered(rules.filter((each) => each !== rule)))}
        />
      ))}
      <Group>
        <Button
          variant="default"
          size="xs"
          disabled={unused.length === 0}
          onClick={() => onChange(numbered([...rules, { number: 0, key: unused[0] ?? '', text: '' }]))}
        >
          {t('rules.add')}
        </Button>
      </Group>
    </Stack>
  );
}

function OneRule(props: {
  readonly rule: Rule;
  readonly keys: readonly string[];
  readonly onChange: (rule: Rule) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useTranslation('operator');
  const { rule, keys, onChange, onRemove } = props;
  const { number } = rule;
  const nameOf = (key: string) => t(`conduct.rules.${key}` as 'conduct.rules.pop', { defaultValue: key });
  return (
    <Paper withBorder radius="md" p="sm">
      <Stack gap="xs">
        <Group justify="space-between" align="flex-end" gap="sm">
          <Select
            label={t('rules.means', { number })}
            data={keys.map((value) => ({ value, label: nameOf(value) }))}
            value={rule.key}
            onChange={(key) => onChange({ ...rule, key: key ?? rule.key })}
            allowDeselect={false}
            miw="min(20rem, 100%)"
          />
          <Button
            variant="subtle"
            color="red"
            size="xs"
            onClick={onRemove}
            aria-label={t('rules.removeRule', { number })}
          >
            {t('rules.remove')}
          </Button>
        </Group>
        <Textarea
          aria-label={t('rules.textOf', { number })}
          value={rule.text}
          onChange={(event) => onChange({ ...rule, text: event.currentTarget.value })}
          maxLength={20_000}
          autosize
          minRows={2}
        />
      </Stack>
    </Paper>
  );
}

function FurtherTexts(props: { readonly texts: readonly Further[]; readonly onChange: (texts: Further[]) => void }) {
  const { t } = useTranslation('operator');
  const { texts, onChange } = props;
  const replace = (at: number, text: Further) => onChange(texts.map((each, index) => (index === at ? text : each)));
  return (
    <Stack gap="sm">
      <Text fw={600} size="sm">
        {t('rules.further')}
      </Text>
      {[...texts.entries()].map(([index, each]) => (
        <Paper key={index} withBorder radius="md" p="sm">
          <Stack gap="xs">
            <Group justify="space-between" align="flex-end" gap="sm">
              <TextInput
                label={t('rules.furtherTitle', { number: index + 1 })}
                value={each.title}
                onChange={(event) => replace(index, { ...each, title: event.currentTarget.value })}
                maxLength={300}
                miw="min(20rem, 100%)"
              />
              <Button
                variant="subtle"
                color="red"
                size="xs"
                aria-label={t('rules.removeFurther', { number: index + 1 })}
                onClick={() => onChange(texts.filter((_, at) => at !== index))}
              >
                {t('rules.remove')}
              </Button>
            </Group>
            <Textarea
              aria-label={t('rules.furtherText', { number: index + 1 })}
              value={each.text}
              onChange={(event) => replace(index, { ...each, text: event.currentTarget.value })}
              maxLength={20_000}
              autosize
              minRows={2}
            />
          </Stack>
        </Paper>
      ))}
      <Group>
        <Button variant="default" size="xs" onClick={() => onChange([...texts, { title: '', text: '' }])}>
          {t('rules.addFurther')}
        </Button>
      </Group>
    </Stack>
  );
}
