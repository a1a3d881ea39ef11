import { Group, Select, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ClicksAnswer, SingleClick } from '../../../../contract/wire/clicks.ts';
import { dayOf } from '../../kit/address/from-address.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { TextLink } from '../../kit/controls/text-link.tsx';
import { DayField } from '../../kit/days/day-field.tsx';
import { Page } from '../../kit/page/page.tsx';
import { Empty } from '../../kit/page/states.tsx';
import type { Column } from '../../kit/table/data-table.tsx';
import { When } from '../../kit/values/amounts.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { PagedTable } from '../look/paged-table.tsx';
import { ProgramSelect } from '../look/program-select.tsx';

/** Clicks of one page. */
const PAGE = 50;
const DAY_MS = 86_400_000;
/** Those that one looks for; the others stand beside a click as well. */
const SOUGHT = ['altered_target', 'unsigned', 'target_refused', 'rate', 'dup', 'bot', 'http_tool'] as const;

/** The single clicks of a program's day, with what was noticed and what was asked for (S-096). */
export function ClicksPage() {
  const { t } = useTranslation('operator');
  const { values, change } = useAddress({ program: '', day: '', flag: '', before: '' });
  const day = dayOf(values.day);
  return (
    <Page title={t('clicks.title')} lead={t('clicks.lead')}>
      <Stack gap="lg">
        <Group align="flex-end">
          <ProgramSelect value={values.program} onChange={(program) => change({ program, before: '' })} />
          <DayField
            label={t('clicks.day')}
            value={day}
            takes="left"
            onChange={(chosen) => change({ day: chosen, before: '' })}
          />
          <Select
            label={t('clicks.noticed')}
            placeholder={t('common.any')}
            data={SOUGHT.map((value) => ({ value, label: t(`clicks.flags.${value}`) }))}
            value={values.flag === '' ? null : values.flag}
            onChange={(flag) => change({ flag: flag ?? '', before: '' })}
            clearable
            w={320}
          />
        </Group>
        {values.program === '' ? (
          <Empty>{t('clicks.choose')}</Empty>
        ) : (
          <Found {...values} day={day} onMark={(before, options) => change({ before }, options)} />
        )}
      </Stack>
    </Page>
  );
}

function Found(props: {
  readonly program: string;
  readonly day: string;
  readonly flag: string;
  readonly before: string;
  readonly onMark: (mark: string, options?: { readonly push: boolean }) => void;
}) {
  const { t } = useTranslation('operator');
  const { program, day, flag, before, onMark } = props;
  const found = useApi<ClicksAnswer>('/api/v1/clicks', {
    ...{ program, flag, before, limit: PAGE },
    ...(day === '' ? {} : { since: day, until: new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10) }),
  });
  return (
    <PagedTable
      query={found}
      rowsOf={({ clicks }) => clicks}
      nextOf={({ next }) => next}
      caption={t('clicks.title')}
      columns={useColumns()}
      rowKey={({ click_id: id }) => id}
      empty={t('clicks.none')}
      mark={before}
      onMark={onMark}
    />
  );
}

function useColumns(): readonly Column<SingleClick>[] {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  const flagName = (flag: string) => t(`clicks.flags.${flag}` as 'clicks.flags.dup', { defaultValue: flag });
  return [
    { key: 'at', title: t('common.when'), isHeader: true, cell: ({ at }) => <When at={at} /> },
    {
      key: 'publisher',
      title: t('common.publisher'),
      cell: ({ publisher }) => (
        <TextLink to="/operator/people/$id" params={{ id: publisher }}>
          {t('clicks.open')}
        </TextLink>
      ),
    },
    { key: 'link', title: t('clicks.link'), cell: ({ link }) => <Code text={link} /> },
    {
      key: 'country',
      title: t('clicks.country'),
      cell: ({ country }) => (country === null ? '—' : formats.country(country)),
    },
    {
      key: 'counts',
      title: t('clicks.counts'),
      cell: ({ attributable }) => t(attributable ? 'clicks.yes' : 'clicks.no'),
    },
    { key: 'noticed', title: t('clicks.noticed'), cell: ({ flags }) => flags.map(flagName).join(' · ') || '—' },
    { key: 'target', title: t('clicks.target'), cell: ({ target }) => <Code text={target} /> },
    {
      key: 'query',
      title: t('clicks.asked'),
      cell: ({ query }) => (query === null ? '—' : <Code text={query} />),
    },
  ];
}

function Code({ text }: { readonly text: string }) {
  return (
    <Text component="div" size="sm" ff="monospace" className="breaking" maw={340} lineClamp={6}>
      {text}
    </Text>
  );
}
