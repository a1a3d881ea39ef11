import {
  Checkbox,
  MultiSelect,
  NumberInput,
  Radio,
  Select,
  Stack,
  TagsInput,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import { When } from '../../kit/values/amounts.tsx';
import { useCountries } from '../../kit/values/countries.ts';
import { SectionForm } from './section-form.tsx';
import { useChange } from './use-change.ts';

const MODES = ['off', 'test', 'on'] as const;

/** Recruiting, promises about terms, the sister program. */
export function PartnersSection({ program }: { readonly program: ProgramSettings }) {
  return (
    <Stack gap="xl">
      <Recruiting program={program} />
      <Promises program={program} />
      <Routing program={program} />
    </Stack>
  );
}

/** Open or suspended with a public reason (S-028). */
function Recruiting({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { state, reason, reason_translations = {}, since } = program.recruiting;
  const change = useChange(program, { recruiting: { state, reason, reason_translations } });
  const { recruiting } = change.values;
  return (
    <SectionForm
      {...change}
      title={t('partners.recruitingTitle')}
      lead={t('partners.recruitingLead')}
      onSave={change.save}
      fields={['recruiting.reason']}
    >
      <Radio.Group
        aria-label={t('partners.recruitingTitle')}
        value={recruiting.state}
        onChange={(chosen) =>
          change.set(
            'recruiting',
            chosen === 'open'
              ? { state: 'open', reason: null, reason_translations: {} }
              : { state: 'suspended', reason: reason ?? '', reason_translations },
          )
        }
      >
        <Stack gap="xs">
          <Radio value="open" label={t('partners.open')} />
          <Radio value="suspended" label={t('partners.suspended')} />
        </Stack>
      </Radio.Group>
      {recruiting.state === 'suspended' ? (
        <Reason
          recruiting={recruiting}
          error={change.send.fieldError('recruiting.reason')}
          onChange={(said) => change.set('recruiting', { ...recruiting, ...said })}
        />
      ) : null}
      <Text size="sm" c="dimmed">
        {t('partners.since')} <When at={since} zone={program.time_zone} />
      </Text>
    </SectionForm>
  );
}

type RecruitingValues = Omit<ProgramSettings['recruiting'], 'since'>;

interface ReasonProps {
  readonly recruiting: RecruitingValues;
  readonly error: string | undefined;
  readonly onChange: (said: Partial<RecruitingValues>) => void;
}

/** The reason, and in two more languages where somebody writes it; an empty one falls back to the first. */
function Reason({ recruiting, error, onChange }: ReasonProps) {
  const { t } = useTranslation('advertiser');
  const { reason, reason_translations: translations = {} } = recruiting;
  return (
    <>
      <Textarea
        label={t('partners.reason')}
        description={t('partners.reasonHint')}
        required
        autosize
        minRows={2}
        value={reason ?? ''}
        error={error}
        onChange={(event) => onChange({ reason: event.currentTarget.value })}
      />
      {(['ru', 'es'] as const).map((language) => (
        <Textarea
          key={language}
          label={t(`partners.reasonIn.${language}`)}
          description={t('partners.reasonInHint')}
          autosize
          minRows={2}
          value={translations[language] ?? ''}
          onChange={(event) => {
            const written = event.currentTarget.value;
            const { [language]: _before, ...others } = translations;
            onChange({ reason_translations: written === '' ? others : { ...others, [language]: written } });
          }}
        />
      ))}
    </>
  );
}

function Promises({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { terms_notice_days, terms_need_two } = program;
  const change = useChange(program, { terms_notice_days, terms_need_two });
  const { values, set, send } = change;
  return (
    <SectionForm
      {...change}
      title={t('partners.promisesTitle')}
      lead={t('partners.promisesLead')}
      onSave={change.save}
      fields={Object.keys(values)}
    >
      <NumberInput
        label={t('partners.notice')}
        description={t('partners.noticeHint')}
        min={0}
        max={365}
        maw={360}
        value={values.terms_notice_days}
        error={send.fieldError('terms_notice_days')}
        onChange={(days) => set('terms_notice_days', Math.round(Number(days)))}
      />
      <Checkbox
        label={t('partners.needTwo')}
        description={t('partners.needTwoHint')}
        checked={values.terms_need_two}
        error={send.fieldError('terms_need_two')}
        onChange={(event) => set('terms_need_two', event.currentTarget.checked)}
      />
    </SectionForm>
  );
}

function Routing({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const places = useCountries();
  const { geo_routing, joins_also, rules_with } = program;
  const change = useChange(program, { geo_routing, joins_also, rules_with });
  const { values, set, send } = change;
  const geo = values.geo_routing;
  const fields = ['geo_routing.pair', 'geo_routing.share', 'geo_routing.countries', 'joins_also', 'rules_with'];
  return (
    <SectionForm
      {...change}
      title={t('partners.routingTitle')}
      lead={t('partners.routingLead')}
      onSave={change.save}
      fields={fields}
    >
      <TextInput
        label={t('partners.pair')}
        placeholder={t('partners.pairNone')}
        value={geo.pair ?? ''}
        error={send.fieldError('geo_routing.pair')}
        onChange={(event) => set('geo_routing', { ...geo, pair: event.currentTarget.value.trim() || null })}
      />
      <Select
        label={t('partners.mode')}
        maw={360}
        allowDeselect={false}
        data={MODES.map((mode) => ({ value: mode, label: t(`partners.modes.${mode}`) }))}
        value={geo.mode}
        onChange={(chosen) => set('geo_routing', { ...geo, mode: MODES.find((mode) => mode === chosen) ?? 'off' })}
      />
      {geo.mode === 'test' ? (
        <NumberInput
          label={t('partners.share')}
          min={0}
          max={100}
          maw={360}
          value={Math.round(geo.share * 10_000) / 100}
          error={send.fieldError('geo_routing.share')}
          onChange={(percent) => set('geo_routing', { ...geo, share: Math.round(Number(percent) * 100) / 10_000 })}
        />
      ) : null}
      <MultiSelect
        label={t('partners.routed')}
        description={t('partners.routedHint')}
        data={places}
        value={geo.countries ?? []}
        searchable
        clearable
        error={send.fieldError('geo_routing.countries')}
        onChange={(countries) => set('geo_routing', { ...geo, countries: countries.length === 0 ? null : countries })}
      />
      <TagsInput
        label={t('partners.joins')}
        description={t('partners.codesHint')}
        value={values.joins_also}
        error={send.fieldError('joins_also')}
        onChange={(codes) => set('joins_also', codes)}
      />
      <TagsInput
        label={t('partners.rules')}
        description={t('partners.codesHint')}
        value={values.rules_with}
        error={send.fieldError('rules_with')}
        onChange={(codes) => set('rules_with', codes)}
      />
    </SectionForm>
  );
}
