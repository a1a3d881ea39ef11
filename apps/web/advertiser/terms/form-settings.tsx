import { Checkbox, Group, NumberInput, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import {
  type Cap,
  eraseStatement,
  type Rounding,
  type TermsVersion,
  writeStatement,
} from '../../../../core/terms/index.ts';
import { CommitInput } from './commit-input.tsx';
import type { Write } from './form-rates.tsx';
import { amountOf, decimalText } from './read-terms.ts';

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 } as const;
type Unit = keyof typeof UNITS;
const UNIT_NAMES = ['minutes', 'hours', 'days'] as const satisfies readonly Unit[];
const CAPS = ['order', 'line', 'day', 'month', 'budget'] as const satisfies readonly Cap['per'][];
const ROUNDINGS = ['half-even', 'half-up', 'down'] as const satisfies readonly Rounding[];

export interface SettingsProps {
  readonly text: string;
  readonly version: TermsVersion;
  readonly currencies: readonly string[];
  readonly countrySets: readonly string[];
  readonly write: Write;
  readonly readOnly: boolean;
}

/** What a version says once: which click counts, in which currency is earned, limits, confirmation, rounding. */
export function VersionSettings(props: SettingsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm" verticalSpacing="sm">
      <Clicks {...props} />
      <Coupons {...props} />
      <Geo {...props} />
      <Earning {...props} />
      <Confirmation {...props} />
      {CAPS.map((per) => (
        <CapField key={per} {...props} per={per} />
      ))}
      <RoundingField {...props} />
    </SimpleGrid>
  );
}

function unitOf(ms: number): Unit {
  if (ms % UNITS.days === 0 && ms >= 7 * UNITS.days) return 'days';
  return ms % UNITS.hours === 0 ? 'hours' : 'minutes';
}

function Clicks({ text, version, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  const { pick, windowMs } = version.attribution;
  const unit = unitOf(windowMs);
  const said = (newPick: string, count: number, newUnit: string) =>
    write(writeStatement(text, version.id, `clicks ${newPick} within ${count} ${newUnit}`));
  const count = windowMs / UNITS[unit];
  return (
    <>
      <Select
        size="xs"
        label={t('terms.form.clicks')}
        disabled={readOnly}
        allowDeselect={false}
        data={(['last', 'first'] as const).map((each) => ({ value: each, label: t(`terms.form.pick.${each}`) }))}
        value={pick}
        onChange={(chosen) => said(chosen ?? pick, count, unit)}
      />
      <Group gap="xs" align="flex-end" wrap="nowrap">
        <NumberInput
          size="xs"
          label={t('terms.form.window')}
          disabled={readOnly}
          min={1}
          max={100_000}
          flex={1}
          value={count}
          onChange={(typed) => {
            if (Number.isInteger(typed) && Number(typed) >= 1) said(pick, Number(typed), unit);
          }}
        />
        <Select
          size="xs"
          w={110}
          aria-label={t('terms.form.window')}
          disabled={readOnly}
          allowDeselect={false}
          data={UNIT_NAMES.map((each) => ({ value: each, label: t(`terms.form.units.${each}`) }))}
          value={unit}
          onChange={(chosen) => said(pick, count, chosen ?? unit)}
        />
      </Group>
    </>
  );
}

function Coupons({ text, version, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  return (
    <Select
      size="xs"
      label={t('terms.form.coupons')}
      disabled={readOnly}
      allowDeselect={false}
      data={[
        { value: 'coupons ignored', label: t('terms.form.couponsAre.ignored') },
        { value: 'coupons before clicks', label: t('terms.form.couponsAre.first') },
      ]}
      value={version.attribution.coupon === 'ignored' ? 'coupons ignored' : 'coupons before clicks'}
      onChange={(said) => said !== null && write(writeStatement(text, version.id, said))}
    />
  );
}

/** Names that are no words stand in quotes. */
const regionStatement = (set: string) => `geo match by region ${/^\w[\w./-]*$/.test(set) ? set : `"${set}"`}`;

/** What it means that click and delivery country match. */
function Geo({ text, version, countrySets, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  const { geoMatch } = version;
  const regions = countrySets.map((set) => ({
    value: regionStatement(set),
    label: t('terms.form.geoIs.region', { set }),
  }));
  return (
    <Select
      size="xs"
      label={t('terms.form.geo')}
      disabled={readOnly}
      allowDeselect={false}
      data={[{ value: 'geo match by country', label: t('terms.form.geoIs.country') }, ...regions]}
      value={geoMatch.by === 'country' ? 'geo match by country' : regionStatement(geoMatch.countrySet)}
      onChange={(said) => said !== null && write(writeStatement(text, version.id, said))}
    />
  );
}

function Earning({ text, version, currencies, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  const { accrualCurrency, conversion } = version;
  const isConverted = conversion === 'internal-rate';
  const said = (currency: string, converted: boolean) =>
    write(writeStatement(text, version.id, `reward in ${currency}${converted ? ' at internal rate' : ''}`));
  const known = [...new Set([...currencies, accrualCurrency])];
  return (
    <>
      <Select
        size="xs"
        label={t('terms.form.currency')}
        disabled={readOnly}
        allowDeselect={false}
        data={known}
        value={accrualCurrency}
        onChange={(chosen) => said(chosen ?? accrualCurrency, isConverted)}
      />
      <Checkbox
        size="xs"
        mt="xl"
        label={t('terms.form.internalRate')}
        disabled={readOnly}
        checked={isConverted}
        onChange={(event) => said(accrualCurrency, event.currentTarget.checked)}
      />
    </>
  );
}

function Confirmation({ text, version, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  const { event, withinDays } = version.confirmation;
  const said = (what: string, days: number | null) => {
    const quoted = what.replaceAll(/["\\]/g, '\\$&');
    write(writeStatement(text, version.id, `confirm on "${quoted}"${days === null ? '' : ` within ${days} days`}`));
  };
  return (
    <>
      <CommitInput
        size="xs"
        label={t('terms.form.confirmOn')}
        disabled={readOnly}
        value={event}
        read={(typed) => typed.trim() || null}
        problem={t('terms.form.confirmOn')}
        onCommit={(what) => said(what, withinDays)}
      />
      <NumberInput
        size="xs"
        label={t('terms.form.confirmWithin')}
        disabled={readOnly}
        min={1}
        max={3_660}
        value={withinDays ?? ''}
        onChange={(typed) => {
          if (typed === '') said(event, null);
          else if (Number.isInteger(typed) && Number(typed) >= 1) said(event, Number(typed));
        }}
      />
    </>
  );
}

function CapField({ text, version, currencies, write, readOnly, per }: SettingsProps & { readonly per: Cap['per'] }) {
  const { t } = useTranslation('advertiser');
  const cap = version.caps.find((each) => each.per === per);
  const currency = cap?.limit.currency ?? currencies[0] ?? version.accrualCurrency;
  const statement = (amount: string, unit: string) =>
    per === 'budget' ? `budget ${amount} ${unit}` : `cap ${amount} ${unit} per ${per}`;
  const isOwn = cap !== undefined && eraseStatement(text, version.id, statement('1.00', currency)) !== null;
  const label = t('terms.form.cap', { per: t(`terms.form.per.${per}`) });
  const said = (amount: string, unit: string) => {
    if (amount !== '') return write(writeStatement(text, version.id, statement(amount, unit)));
    const removal = per === 'budget' ? 'remove budget' : `remove cap per ${per}`;
    write(
      isOwn ? eraseStatement(text, version.id, statement('1.00', unit)) : writeStatement(text, version.id, removal),
    );
  };
  return (
    <Group gap="xs" align="flex-end" wrap="nowrap">
      <CommitInput
        size="xs"
        flex={1}
        label={label}
        placeholder={t('terms.form.noCap')}
        inputMode="decimal"
        disabled={readOnly}
        value={cap === undefined ? '' : decimalText(cap.limit.amount)}
        read={(typed) => (typed.trim() === '' ? '' : amountOf(typed))}
        problem={t('terms.form.badAmount')}
        onCommit={(amount) => said(amount, currency)}
      />
      <TextInput
        size="xs"
        w={70}
        readOnly
        disabled={cap === undefined}
        aria-label={`${label}, ${currency}`}
        value={currency}
      />
    </Group>
  );
}

function RoundingField({ text, version, write, readOnly }: SettingsProps) {
  const { t } = useTranslation('advertiser');
  return (
    <Select
      size="xs"
      label={t('terms.form.rounding')}
      disabled={readOnly}
      allowDeselect={false}
      data={ROUNDINGS.map((each) => ({ value: each, label: t(`terms.form.roundings.${each}`) }))}
      value={version.rounding}
      onChange={(chosen) =>
        write(writeStatement(text, version.id, `round ${(chosen ?? version.rounding).replace('-', ' ')}`))
      }
    />
  );
}
