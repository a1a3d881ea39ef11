import { Badge, Button, Collapse, Group, NumberInput, Select, SimpleGrid, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { programCategories } from '../../../../contract/closed-lists.ts';
import type { ApplicationAnswer, PartnershipStatus } from '../../../../contract/wire/applications.ts';
import type { TrafficKinds } from '../../../../contract/wire/program-editing.ts';
import type { ListedProgram, ProgramPage } from '../../../../contract/wire/programs.ts';
import { type AddressState, useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { Empty, Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { useCountries } from '../../kit/values/countries.ts';
import { type Formats, useFormats } from '../../kit/values/format.ts';
import { StatusBadge } from '../../kit/values/status-badge.tsx';
import { kindName, partnershipTones } from '../ad-spaces/names.ts';
import { figureText, sortList, toolList } from './lists.ts';
import { useOwnApplications } from './own-applications.ts';

const LIMIT = 50;

const defaults = {
  q: '',
  category: '',
  country: '',
  traffic_kind: '',
  tool: '',
  recruiting: '',
  epc_min: '',
  cr_min: '',
  sort: 'name',
  after: '',
} as const;
type Names = keyof typeof defaults;
type Filters = AddressState<Names>;
type T = ReturnType<typeof useTranslation<['publisher', 'frame']>>['t'];

/** The programs of the network with filters that stand in the address. */
export function Catalogue() {
  const { t } = useTranslation(['publisher', 'frame']);
  const formats = useFormats();
  const filters: Filters = useAddress<Names>(defaults);
  const found = useApi<ProgramPage>('/api/v1/programs', { ...filters.query, limit: LIMIT });
  const own = useOwnApplications();
  const turnTo = (after: string): void => {
    filters.change({ after }, { push: true });
    window.scrollTo({ top: 0 });
  };
  return (
    <Stack gap="lg">
      <FilterBar filters={filters} />
      <Loaded
        query={found}
        isEmpty={({ programs }) => programs.length === 0}
        empty={
          <Empty>
            <Stack gap="sm" align="center">
              <span>{t('programs.none')}</span>
              <Button variant="default" onClick={filters.reset}>
                {t('frame:actions.reset')}
              </Button>
            </Stack>
          </Empty>
        }
      >
        {({ programs, total, next }) => (
          <Stack gap="sm">
            <Text size="sm" c="dimmed" role="status">
              {t('programs.found', { count: total })}
            </Text>
            <DataTable
              caption={t('programs.title')}
              columns={columnsOf(t, formats, own.data ?? [])}
              rows={programs}
              rowKey={({ code }) => code}
            />
            <Group gap="sm">
              {filters.values.after === '' ? null : (
                <Button variant="default" onClick={() => turnTo('')}>
                  {t('programs.first')}
                </Button>
              )}
              {next === null ? null : (
                <Button variant="default" onClick={() => turnTo(next)}>
                  {t('frame:actions.next')}
                </Button>
              )}
            </Group>
          </Stack>
        )}
      </Loaded>
    </Stack>
  );
}

function columnsOf(t: T, formats: Formats, own: readonly ApplicationAnswer[]): readonly Column<ListedProgram>[] {
  const figure = (key: 'epc' | 'cr' | 'confirmation') => ({
    key,
    title: t(`programs.columns.${key}`),
    align: 'right' as const,
    cell: (program: ListedProgram) => figureText(formats, program, key),
  });
  return [
    {
      key: 'name',
      title: t('programs.columns.name'),
      isHeader: true,
      cell: (program) => <NameCell program={program} />,
    },
    {
      key: 'countries',
      title: t('programs.columns.countries'),
      cell: ({ countries }) => countriesText(t, formats, countries),
    },
    figure('epc'),
    figure('cr'),
    figure('confirmation'),
    {
      key: 'state',
      title: t('programs.columns.state'),
      cell: (program) => <OwnState statuses={statusesIn(own, program.code)} />,
    },
  ];
}

function countriesText(t: T, formats: Formats, countries: readonly string[]): string {
  if (countries.length === 0) return t('programs.allCountries');
  if (countries.length <= 2) return formats.list(countries.map((country) => formats.country(country)));
  return t('programs.countries', { count: countries.length });
}

function NameCell({ program }: { readonly program: ListedProgram }) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Stack gap={2} align="flex-start">
      <TextLink to="/publisher/programs/$code" params={{ code: program.code }}>
        {program.name}
      </TextLink>
      <Group gap={6}>
        {program.categories.map((category) => (
          <Badge key={category} size="sm" variant="default" tt="none" fw={400}>
            {t(`programs.categories.${category}` as 'programs.categories.other', { defaultValue: category })}
          </Badge>
        ))}
        {program.recruiting.state === 'suspended' ? (
          <StatusBadge tone="attention">{t('programs.suspended')}</StatusBadge>
        ) : null}
        {program.status === 'active' ? null : <StatusBadge tone="bad">{t('programs.stopped')}</StatusBadge>}
      </Group>
    </Stack>
  );
}

function statusesIn(own: readonly ApplicationAnswer[], code: string): readonly PartnershipStatus[] {
  return [...new Set(own.filter(({ program }) => program.code === code).map(({ status }) => status))];
}

function OwnState({ statuses }: { readonly statuses: readonly PartnershipStatus[] }) {
  const { t } = useTranslation(['publisher', 'frame']);
  if (statuses.length === 0) return <span>—</span>;
  return (
    <Group gap={4}>
      {statuses.map((status) => (
        <StatusBadge key={status} tone={partnershipTones[status]}>
          {t(`applications.status.${status}`)}
        </StatusBadge>
      ))}
    </Group>
  );
}

function FilterBar({ filters }: { readonly filters: Filters }) {
  const { t } = useTranslation(['publisher', 'frame']);
  const { values } = filters;
  const isFurther = [values.tool, values.recruiting, values.epc_min, values.cr_min].some((value) => value !== '');
  const [opened, setOpened] = useState(isFurther);
  const change = (some: Partial<Record<Names, string>>) => filters.change({ ...some, after: '' });
  return (
    <Stack gap="sm" component="search">
      <MainFilters values={values} change={change} />
      <Collapse expanded={opened}>
        <FurtherFilters values={values} change={change} />
      </Collapse>
      <Group gap="sm">
        <Button variant="subtle" size="compact-sm" aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('programs.more')}
        </Button>
        <Button variant="subtle" size="compact-sm" onClick={filters.reset}>
          {t('frame:actions.reset')}
        </Button>
      </Group>
    </Stack>
  );
}

interface FilterProps {
  readonly values: Filters['values'];
  readonly change: (some: Partial<Record<Names, string>>) => void;
}

function MainFilters({ values, change }: FilterProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  const countries = useCountries();
  const kinds = useApi<TrafficKinds>('/api/v1/traffic-kinds');
  const headings = new Set(kinds.data?.kinds.map(({ parent }) => parent));
  const choosable = kinds.data?.kinds.filter(({ key }) => !headings.has(key)) ?? [];
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm">
      <TextInput
        type="search"
        label={t('programs.search')}
        placeholder={t('programs.searchHint')}
        value={values.q}
        onChange={({ currentTarget }) => change({ q: currentTarget.value })}
        maxLength={100}
      />
      <Choice
        label={t('programs.category')}
        value={values.category}
        onChange={(category) => change({ category })}
        options={programCategories.map((value) => ({ value, label: t(`programs.categories.${value}`) }))}
      />
      <Choice
        label={t('programs.country')}
        value={values.country}
        onChange={(country) => change({ country })}
        options={countries}
      />
      <Choice
        label={t('programs.kind')}
        value={values.traffic_kind}
        onChange={(kind) => change({ traffic_kind: kind })}
        options={choosable.map(({ key }) => ({ value: key, label: kindName(t, key) }))}
      />
      <Select
        label={t('programs.sort')}
        value={values.sort}
        onChange={(sort) => change({ sort: sort ?? 'name' })}
        data={sortList.map((value) => ({ value, label: t(`programs.sorts.${value}`) }))}
        allowDeselect={false}
      />
    </SimpleGrid>
  );
}

function FurtherFilters({ values, change }: FilterProps) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 5 }} spacing="sm" pb="xs">
      <Choice
        label={t('programs.tool')}
        value={values.tool}
        onChange={(tool) => change({ tool })}
        options={toolList.map((value) => ({ value, label: t(`programs.tools.${value}`) }))}
      />
      <Choice
        label={t('programs.recruiting')}
        value={values.recruiting}
        onChange={(recruiting) => change({ recruiting })}
        options={[
          { value: 'open', label: t('programs.open') },
          { value: 'suspended', label: t('programs.suspended') },
        ]}
      />
      <NumberInput
        label={t('programs.epcMin')}
        value={values.epc_min}
        onChange={(value) => change({ epc_min: String(value) })}
        min={0}
        hideControls
      />
      <NumberInput
        label={t('programs.crMin')}
        value={values.cr_min}
        onChange={(value) => change({ cr_min: String(value) })}
        min={0}
        hideControls
      />
    </SimpleGrid>
  );
}

function Choice(props: {
  readonly label: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  const { t } = useTranslation(['publisher', 'frame']);
  return (
    <Select
      label={props.label}
      value={props.value === '' ? null : props.value}
      onChange={(value) => props.onChange(value ?? '')}
      data={[...props.options]}
      placeholder={t('programs.any')}
      searchable
      clearable
      clearButtonProps={{ 'aria-label': `${t('frame:actions.reset')}: ${props.label}` }}
    />
  );
}
