import { Button, Group, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { HandleBody } from '../../../../contract/wire/order-desk.ts';
import type { PartnersPage } from '../../../../contract/wire/partners.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { DayField } from '../../kit/days/day-field.tsx';
import { ProgramChoice } from '../daily/program-choice.tsx';

const STATUSES = ['pending', 'approved', 'unresolved', 'declined', 'deducted', 'no_reward', 'not_attributed'] as const;

export type Filters = Readonly<Record<'program' | 'status' | 'ad_space' | 'since' | 'until' | 'order_id', string>>;

/** What the filters mean for the API; `null` while they name no program. */
export function filtered({ program, status, ...others }: Filters): HandleBody['selection'] | null {
  if (program === '') return null;
  const known = STATUSES.find((each) => each === status);
  const given = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ''));
  return { program, ...(known === undefined ? {} : { status: known }), ...given };
}

/** Which orders are meant; all of it stands in the address. */
export function OrderFilters(props: {
  readonly values: Filters;
  readonly onChange: (values: Partial<Filters>) => void;
  readonly onReset: () => void;
}) {
  const { t } = useTranslation('advertiser');
  const { values, onChange } = props;
  const all = { value: '', label: t('daily.orders.every') };
  return (
    <Group align="flex-end" gap="sm">
      <ProgramChoice
        label={t('daily.orders.program')}
        all={t('daily.orders.all')}
        value={values.program}
        onChange={(program) => onChange({ program, ad_space: '' })}
      />
      <Select
        label={t('daily.orders.status')}
        data={[all, ...STATUSES.map((value) => ({ value, label: t(`daily.orders.statuses.${value}`) }))]}
        value={values.status}
        allowDeselect={false}
        onChange={(status) => onChange({ status: status ?? '' })}
      />
      <AdSpaceChoice program={values.program} value={values.ad_space} onChange={(ad_space) => onChange({ ad_space })} />
      <DayField
        label={t('daily.orders.from')}
        value={values.since}
        takes="left"
        onChange={(since) => onChange({ since })}
      />
      <DayField
        label={t('daily.orders.to')}
        value={values.until}
        takes="left"
        onChange={(until) => onChange({ until })}
      />
      <TextInput
        label={t('daily.orders.id')}
        value={values.order_id}
        maxLength={128}
        onChange={(event) => onChange({ order_id: event.currentTarget.value })}
      />
      <Button variant="subtle" onClick={props.onReset}>
        {t('daily.orders.reset')}
      </Button>
    </Group>
  );
}

function AdSpaceChoice(props: {
  readonly program: string;
  readonly value: string;
  readonly onChange: (id: string) => void;
}) {
  const { t } = useTranslation('advertiser');
  const partners = useApi<PartnersPage>('/api/v1/partners', { program: props.program, status: 'joined', limit: 200 });
  const names = new Map(partners.data?.partners.map(({ ad_space: { id, name } }) => [id, name]));
  if (props.value !== '' && !names.has(props.value)) names.set(props.value, props.value);
  return (
    <Select
      label={t('daily.orders.adSpace')}
      data={[
        { value: '', label: t('daily.orders.allSpaces') },
        ...[...names].map(([value, label]) => ({ value, label })),
      ]}
      value={props.value}
      searchable
      allowDeselect={false}
      onChange={(id) => props.onChange(id ?? '')}
    />
  );
}
