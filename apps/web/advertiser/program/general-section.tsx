import { Checkbox, MultiSelect, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { programCategories } from '../../../../contract/closed-lists.ts';
import type { ProgramCategory, ProgramSettings } from '../../../../contract/wire/program-editing.ts';
import { useCountries } from '../../kit/values/countries.ts';
import { SectionForm } from './section-form.tsx';
import { type Change, useChange } from './use-change.ts';

const isCategory = (text: string): text is ProgramCategory => programCategories.some((category) => category === text);

/** Name, shop, categories, countries. */
export function GeneralSection({ program }: { readonly program: ProgramSettings }) {
  const { t } = useTranslation('advertiser');
  const { name, home_url, affiliate_only_landing, countries, default_currency, lost_orders } = program;
  const categories = program.categories.filter(isCategory);
  const change = useChange(program, {
    name,
    home_url,
    affiliate_only_landing,
    categories,
    countries,
    default_currency,
    lost_orders,
  });
  const { values, set, send } = change;
  return (
    <SectionForm
      {...change}
      title={t('general.title')}
      lead={t('general.lead')}
      onSave={change.save}
      fields={Object.keys(values)}
    >
      <TextInput
        label={t('general.name')}
        value={values.name}
        required
        error={send.fieldError('name')}
        onChange={(event) => set('name', event.currentTarget.value)}
      />
      <TextInput
        label={t('general.home')}
        description={t('general.homeHint')}
        type="url"
        value={values.home_url}
        required
        error={send.fieldError('home_url')}
        onChange={(event) => set('home_url', event.currentTarget.value)}
      />
      <Checkbox
        label={t('general.affiliateOnly')}
        description={t('general.affiliateOnlyHint')}
        checked={values.affiliate_only_landing}
        onChange={(event) => set('affiliate_only_landing', event.currentTarget.checked)}
      />
      <Offer change={change} />
      <TextInput
        label={t('general.currency')}
        placeholder={t('general.currencyNone')}
        value={values.default_currency ?? ''}
        maxLength={3}
        maw={380}
        error={send.fieldError('default_currency')}
        onChange={(event) => set('default_currency', event.currentTarget.value.toUpperCase() || null)}
      />
      <Checkbox
        label={t('general.lostOrders')}
        checked={values.lost_orders}
        onChange={(event) => set('lost_orders', event.currentTarget.checked)}
      />
    </SectionForm>
  );
}

/** What is sold, and where. */
function Offer({ change }: { readonly change: Pick<Change<'categories' | 'countries'>, 'values' | 'set' | 'send'> }) {
  const { t } = useTranslation('advertiser');
  const { values, set, send } = change;
  const places = useCountries();
  return (
    <>
      <MultiSelect
        label={t('general.categories')}
        data={programCategories.map((category) => ({ value: category, label: t(`categories.${category}`) }))}
        value={values.categories}
        error={send.fieldError('categories')}
        searchable
        clearable
        onChange={(chosen) => set('categories', chosen.filter(isCategory))}
      />
      <MultiSelect
        label={t('general.countries')}
        description={t('general.countriesHint')}
        data={places}
        value={values.countries}
        placeholder={values.countries.length === 0 ? t('general.everywhere') : ''}
        error={send.fieldError('countries')}
        searchable
        clearable
        onChange={(chosen) => set('countries', chosen)}
      />
    </>
  );
}
