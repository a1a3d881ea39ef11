import { Button, Group, Paper, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AmountField } from '../../kit/forms/amount-field.tsx';
import { Section } from '../../kit/page/page.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { placesOf } from '../../kit/values/read-amount.ts';
import { type LimitDraft, type LimitName, limitNames, readLimit } from './settings-draft.ts';

interface LimitsProps {
  readonly limits: readonly LimitDraft[];
  readonly onChange: (limits: readonly LimitDraft[]) => void;
  readonly readOnly: boolean;
  readonly fieldError: (name: string) => string | undefined;
}

/** How much may be outstanding in each currency, and the least that may be asked for. */
export function Limits({ limits, onChange, readOnly, fieldError }: LimitsProps) {
  const { t } = useTranslation('operator');
  return (
    <Section title={t('express.settings.limits')} lead={t('express.settings.limitsHint')}>
      <Stack gap="sm">
        {limits.length === 0 ? <Text size="sm">{t('express.settings.noLimits')}</Text> : null}
        {limits.map((limit, index) => (
          <OneLimit
            key={limit.currency}
            limit={limit}
            readOnly={readOnly}
            onChange={(changed) => onChange(limits.map((each) => (each === limit ? changed : each)))}
            onRemove={() => onChange(limits.filter((each) => each !== limit))}
            fieldError={(name) => fieldError(`limits[${index}].${name}`)}
          />
        ))}
        {readOnly ? null : (
          <AddCurrency
            taken={limits.map(({ currency }) => currency)}
            onAdd={(currency) => onChange([...limits, { currency, minimum: '', per_publisher: '', in_all: '' }])}
          />
        )}
      </Stack>
    </Section>
  );
}

interface OneLimitProps {
  readonly limit: LimitDraft;
  readonly readOnly: boolean;
  readonly onChange: (limit: LimitDraft) => void;
  readonly onRemove: () => void;
  readonly fieldError: (name: LimitName | 'currency') => string | undefined;
}

const LABELS = { minimum: 'minimum', per_publisher: 'perPublisher', in_all: 'inAll' } as const;

function OneLimit({ limit, readOnly, onChange, onRemove, fieldError }: OneLimitProps) {
  const { t, i18n } = useTranslation('operator');
  const formats = useFormats();
  const { currency } = limit;
  const { faults } = readLimit(limit, i18n.language);
  const example = formats.decimal(`1000.${'0'.repeat(placesOf(currency))}`.replace(/\.$/, ''));
  const told = {
    unread: t('express.settings.amountWrong', { example }),
    nothing: t('express.settings.amountNothing'),
    over_publisher: t('express.settings.overPublisher'),
    over_all: t('express.settings.overAll'),
  };
  return (
    <Paper withBorder radius="md" p="md" component="fieldset" m={0}>
      <Text component="legend" fw={600} px={4}>
        {currency}
      </Text>
      <SimpleGrid cols={{ base: 1, sm: 3 }} spacing="md">
        {limitNames.map((name) => {
          // What is still empty is not wrong yet; saving waits for it.
          const fault = limit[name] === '' ? undefined : faults[name];
          return (
            <AmountField
              key={name}
              label={t(`express.settings.${LABELS[name]}`)}
              unit={currency}
              value={limit[name]}
              readOnly={readOnly}
              error={fault === undefined ? fieldError(name) : told[fault]}
              onChange={(typed) => onChange({ ...limit, [name]: typed })}
            />
          );
        })}
      </SimpleGrid>
      {fieldError('currency') === undefined ? null : (
        <Text size="sm" c="red" role="alert" mt="xs">
          {fieldError('currency')}
        </Text>
      )}
      {readOnly ? null : (
        <Button
          variant="subtle"
          color="red"
          size="compact-sm"
          mt="sm"
          aria-label={t('express.settings.removeOf', { currency })}
          onClick={onRemove}
        >
          {t('express.settings.remove')}
        </Button>
      )}
    </Paper>
  );
}

const currencies = Intl.supportedValuesOf('currency');

interface AddCurrencyProps {
  readonly taken: readonly string[];
  readonly onAdd: (currency: string) => void;
}

function AddCurrency({ taken, onAdd }: AddCurrencyProps) {
  const { t, i18n } = useTranslation('operator');
  const [chosen, setChosen] = useState<string | null>(null);
  const names = new Intl.DisplayNames(i18n.language, { type: 'currency' });
  return (
    <Group gap="sm" align="flex-end">
      <Select
        label={t('express.settings.add')}
        data={currencies
          .filter((code) => !taken.includes(code))
          .map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }))}
        value={chosen}
        onChange={setChosen}
        limit={30}
        searchable
        maw="20rem"
      />
      <Button
        variant="default"
        disabled={chosen === null}
        onClick={() => {
          if (chosen !== null) onAdd(chosen);
          setChosen(null);
        }}
      >
        {t('express.settings.addAction')}
      </Button>
    </Group>
  );
}
