import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  addCategoryRate,
  eraseCategoryRate,
  type FixedReward,
  type PercentSource,
  type ProgramTerms,
  printRule,
  type RateOf,
  type Rule,
  writeRate,
} from '../../../../core/terms/index.ts';
import { useFormats } from '../../kit/values/format.ts';
import { CommitInput } from './commit-input.tsx';
import { decimalText, type Position, percentOf } from './read-terms.ts';

/** Writes a new text; `null` (the edit does not apply) is left alone. */
export type Write = (text: string | null) => void;

export interface RuleProps {
  readonly text: string;
  readonly terms: ProgramTerms;
  readonly version: string;
  readonly rule: Rule;
  readonly write: Write;
  readonly onShow: (position: Position) => void;
  readonly readOnly: boolean;
}

/** A rule that pays, with its rates to be changed. */
export function PaidRule(props: RuleProps) {
  const { t } = useTranslation('advertiser');
  const { rule, onShow } = props;
  if (rule.then.kind !== 'pay') return null;
  const { percent, fixed } = rule.then.reward;
  return (
    <Stack gap="xs" className="rule-row">
      <Group justify="space-between" gap="xs">
        <Text fw={600} size="sm">
          {rule.name}
          <Text span c="dimmed" fw={400}>
            {' · '}
            {rule.regimes === null ? t('terms.form.everywhere') : rule.regimes.join(', ')}
          </Text>
        </Text>
        <Button
          variant="subtle"
          size="compact-xs"
          onClick={() => onShow(rule.position)}
          aria-label={`${t('terms.form.show')}: ${rule.name}`}
        >
          {t('terms.form.show')}
        </Button>
      </Group>
      <Text className="rule-text" c="dimmed">
        {conditionText(rule)}
      </Text>
      {percent === null ? null : <Percent {...props} percent={percent} />}
      {fixed.map((each) => (
        <Fixed key={`${each.per} ${each.amount.currency}`} fixed={each} />
      ))}
    </Stack>
  );
}

/** The sentence up to what is paid, which the fields below say. */
function conditionText(rule: Rule): string {
  const [before = ''] = printRule(rule).split(/\bpay\b/);
  return (
    before
      .replace(/^rule \S+/, '')
      .replace(/^\s*(in [^:]+)?:\s*/, '')
      .replace(/\bthen\s*$/, '')
      .trim() || '—'
  );
}

function Fixed({ fixed: { amount, per } }: { readonly fixed: FixedReward }) {
  const { t } = useTranslation('advertiser');
  const formats = useFormats();
  const money = formats.money(decimalText(amount.amount), amount.currency);
  return <Text size="sm">+ {t('terms.form.fixed', { amount: money, per: t(`terms.form.perUnit.${per}`) })}</Text>;
}

function Percent(props: RuleProps & { readonly percent: PercentSource }) {
  const { t } = useTranslation('advertiser');
  const { percent, rule } = props;
  switch (percent.kind) {
    case 'seller-rate':
      return <Text size="sm">{t('terms.form.sellerRate')}</Text>;
    case 'hot-rate':
      return <Text size="sm">{t('terms.form.hotRate')}</Text>;
    case 'stated':
      return (
        <Rate
          {...props}
          label={t('terms.form.rateOf', { what: rule.name })}
          of={{ of: 'stated' }}
          percent={decimalText(percent.percent)}
        />
      );
    case 'by-category':
      return <Categories {...props} percent={percent} />;
    case 'by-volume':
      return (
        <Group gap="md" align="flex-end">
          {percent.tiers.map((tier, index) => (
            <Stack key={decimalText(tier.from)} gap={2}>
              <Text size="xs" c="dimmed">
                {t('terms.form.from', { from: decimalText(tier.from) })}
              </Text>
              <Rate
                {...props}
                label={t('terms.form.rateOf', { what: `${rule.name} ${decimalText(tier.from)}` })}
                of={{ of: 'tier', index }}
                percent={decimalText(tier.percent)}
              />
            </Stack>
          ))}
        </Group>
      );
  }
}

interface RateProps extends RuleProps {
  readonly label: string;
  readonly of: RateOf;
}

function Rate({ text, version, rule, write, readOnly, label, of, percent }: RateProps & { readonly percent: string }) {
  const { t } = useTranslation('advertiser');
  return (
    <CommitInput
      aria-label={label}
      className="rate-field"
      size="xs"
      rightSection="%"
      inputMode="decimal"
      disabled={readOnly}
      value={percent}
      read={percentOf}
      problem={t('terms.form.badRate')}
      onCommit={(value) => write(writeRate(text, version, rule.name, of, value))}
    />
  );
}

function Categories(props: RuleProps & { readonly percent: Extract<PercentSource, { kind: 'by-category' }> }) {
  const { t } = useTranslation('advertiser');
  const { percent, terms, text, version, rule, write, readOnly } = props;
  const nameOf = (category: string) => terms.categoryNames[category] ?? category;
  return (
    <Stack gap={6}>
      {percent.rates.map(({ category, percent: rate }) => (
        <Group key={category} gap="xs" wrap="nowrap">
          <Text size="sm" flex={1} title={category}>
            {nameOf(category)}
          </Text>
          <Rate
            {...props}
            label={t('terms.form.rateOf', { what: nameOf(category) })}
            of={{ of: 'category', category }}
            percent={decimalText(rate)}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="sm"
            disabled={readOnly || percent.rates.length === 1}
            aria-label={t('terms.form.removeCategory', { what: nameOf(category) })}
            onClick={() => write(eraseCategoryRate(text, version, rule.name, category))}
          >
            ×
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs" wrap="nowrap">
        <Text size="sm" flex={1} fs="italic">
          {t('terms.form.otherwise')}
        </Text>
        {percent.otherwise === null ? (
          <Text size="sm">{t('terms.form.unstated')}</Text>
        ) : (
          <Rate
            {...props}
            label={t('terms.form.rateOf', { what: t('terms.form.otherwise') })}
            of={{ of: 'otherwise' }}
            percent={decimalText(percent.otherwise)}
          />
        )}
        <span className="remove-place" />
      </Group>
      {readOnly ? null : <AddCategory {...props} />}
    </Stack>
  );
}

function AddCategory({ text, version, rule, write }: RuleProps) {
  const { t } = useTranslation('advertiser');
  const [category, setCategory] = useState('');
  const [rate, setRate] = useState('');
  const percent = percentOf(rate);
  const isReady = category.trim() !== '' && percent !== null;
  const add = () => {
    if (percent === null || category.trim() === '') return;
    write(addCategoryRate(text, version, rule.name, category.trim(), percent));
    setCategory('');
    setRate('');
  };
  return (
    <Group gap="xs" align="flex-end">
      <TextInput
        size="xs"
        flex={1}
        miw={120}
        label={t('terms.form.categoryCode')}
        value={category}
        onChange={(event) => setCategory(event.currentTarget.value)}
      />
      <TextInput
        size="xs"
        className="rate-field"
        inputMode="decimal"
        label={t('terms.form.rate')}
        value={rate}
        onChange={(event) => setRate(event.currentTarget.value)}
      />
      <Button size="xs" variant="default" disabled={!isReady} onClick={add}>
        {t('terms.form.addCategory')}
      </Button>
    </Group>
  );
}
