import { Group, Paper, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../../../../contract/wire/comparison.ts';
import type { ReportAnswer, ReportRow } from '../../../../contract/wire/reports.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { AmountList } from '../figures/amount-list.tsx';
import { type KnownProgram, useNames } from '../figures/names.ts';
import type { Period } from '../figures/period.ts';

/** Longer periods are not compared: every order is decided again. */
const DAYS_MAX = 100;
/** Of more programs nobody reads the comparison; those with most orders come first. */
const PROGRAMS_MAX = 5;
/** Rows of the question which programs have orders. */
const ROWS_MAX = 100;
/** More the server refuses to decide again while somebody waits. */
const ORDERS_MAX = 20_000;

/** What the same orders would have earned in the program that is joined with this one (S-113). */
export function Elsewhere({ program, period }: { readonly program: string; readonly period: Period }) {
  const { programs } = useNames();
  const paired = programs.filter(
    ({ code, joins_also: also }) => also.length > 0 && (program === '' || program === code),
  );
  // A program without orders has nothing to compare, and a network has hundreds of programs: one question tells which to ask for.
  const traded = useApi<ReportAnswer>(
    '/api/v1/reports',
    {
      ...(program === '' ? {} : { program }),
      since: period.since,
      until: period.until,
      group_by: 'program',
      sort: '-actions',
      limit: ROWS_MAX,
    },
    { enabled: paired.length > 0 && period.days <= DAYS_MAX },
  );
  if (period.days > DAYS_MAX) return null;
  const codes = (traded.data?.rows ?? []).filter(isComparable).map(({ group }) => group['program']);
  const compared = codes.flatMap((code) => paired.find((each) => each.code === code) ?? []).slice(0, PROGRAMS_MAX);
  return compared.map((each) => <OneProgram key={each.code} program={each} period={period} />);
}

function isComparable({ actions }: ReportRow): boolean {
  const orders = actions.total + actions.no_reward + actions.unresolved + actions.not_attributed;
  return orders > 0 && orders <= ORDERS_MAX;
}

function OneProgram({ program, period }: { readonly program: KnownProgram; readonly period: Period }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const found = useApi<Comparison>(`/api/v1/programs/${program.code}/comparison`, {
    since: period.since,
    until: period.until,
  });
  if (found.data === undefined || found.data.orders === 0) return null;
  const lead = { from: formats.day(period.from), to: formats.day(period.to), here: program.name };
  return found.data.with.map((other) => (
    <Section
      key={other.program}
      title={t('statistics.elsewhere.title', { program: other.name })}
      lead={t('statistics.elsewhere.lead', lead)}
    >
      <Paper withBorder radius="md" p="md">
        {other.compared === 0 ? (
          <Text>{t('statistics.elsewhere.none')}</Text>
        ) : (
          <Group gap="xl" align="flex-start">
            <Sum name={t('statistics.elsewhere.here')} amounts={other.here} />
            <Sum name={t('statistics.elsewhere.there', { program: other.name })} amounts={other.there} />
            <Stack gap={2}>
              <Text size="sm">{t('statistics.elsewhere.compared', { count: other.compared })}</Text>
              <Text size="sm">{t('statistics.elsewhere.better', { count: other.better })}</Text>
            </Stack>
          </Group>
        )}
        {other.not_stated === 0 ? null : (
          <Text size="sm" c="dimmed" mt="xs">
            {t('statistics.elsewhere.notStated', { count: other.not_stated })}
          </Text>
        )}
      </Paper>
    </Section>
  ));
}

function Sum(props: { readonly name: string; readonly amounts: Comparison['with'][number]['here'] }) {
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {props.name}
      </Text>
      <Text component="div" fz={22} fw={650}>
        <AmountList amounts={props.amounts} align="flex-start" />
      </Text>
    </Stack>
  );
}
