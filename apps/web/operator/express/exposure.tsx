import { Progress, SimpleGrid, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressExposure } from '../../../../contract/wire/express-payments.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Section } from '../../kit/page/page.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { Money } from '../../kit/values/amounts.tsx';
import { isSome } from '../../kit/values/decimals.ts';
import { FigureCard } from '../../kit/values/figure-card.tsx';
import { useFormats } from '../../kit/values/format.ts';
import { EXPOSURE } from './paths.ts';
import { publisherColumn } from './publisher-column.tsx';

type InCurrency = ExpressExposure['currencies'][number];
type Row = InCurrency['publishers'][number];

/** What is advanced and not settled, against its limits: in all and by publisher, one currency below the other. */
export function Exposure() {
  const { t } = useTranslation('operator');
  const exposure = useApi<ExpressExposure>(EXPOSURE);
  return (
    <Loaded
      query={exposure}
      isEmpty={({ currencies }) => currencies.length === 0}
      empty={t('express.exposureNone')}
      rows={6}
    >
      {({ currencies }) => (
        <Stack gap="xl">
          {currencies.map((each) => (
            <OneCurrency key={each.currency} of={each} />
          ))}
        </Stack>
      )}
    </Loaded>
  );
}

function OneCurrency({ of }: { readonly of: InCurrency }) {
  const { t } = useTranslation('operator');
  const { currency, outstanding, limit, waiting, fees, publishers } = of;
  const columns = useColumns(currency);
  return (
    <Section title={t('express.exposureOf', { currency })}>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          <FigureCard
            name={t('express.outstanding')}
            value={<Money amount={outstanding} currency={currency} />}
            note={<OfLimit outstanding={outstanding} limit={limit} currency={currency} />}
          />
          <FigureCard name={t('express.waiting')} value={<Money amount={waiting} currency={currency} />} />
          <FigureCard name={t('express.fees')} value={<Money amount={fees} currency={currency} />} />
        </SimpleGrid>
        {publishers.length === 0 ? (
          <Text size="sm" c="dimmed">
            {t('express.nothingOutstanding')}
          </Text>
        ) : (
          <DataTable
            caption={t('express.publishers', { currency })}
            columns={columns}
            rows={publishers}
            rowKey={({ publisher }) => publisher.id}
          />
        )}
      </Stack>
    </Section>
  );
}

interface OfLimitProps {
  readonly outstanding: string;
  readonly limit: string | null;
  readonly currency: string;
}

/** How much of the limit is used, in words and as a bar. Shares are shown, never booked. */
function OfLimit({ outstanding, limit, currency }: OfLimitProps) {
  const { t } = useTranslation('operator');
  const formats = useFormats();
  if (limit === null) return t('express.noLimit');
  const share = isSome(limit) ? Number(outstanding) / Number(limit) : 1;
  const told = t('express.ofLimit', { share: formats.percent(share, 1), limit: formats.money(limit, currency) });
  return (
    <Stack gap={6}>
      {told}
      <Progress value={Math.min(1, share) * 100} color={share < 0.8 ? 'teal' : 'orange'} aria-label={told} />
    </Stack>
  );
}

function useColumns(currency: string): readonly Column<Row>[] {
  const { t } = useTranslation('operator');
  return [
    publisherColumn(t),
    {
      key: 'outstanding',
      title: t('express.outstanding'),
      align: 'right',
      cell: (row) => <Money amount={row.outstanding} currency={currency} />,
    },
    {
      key: 'limit',
      title: t('express.limit'),
      align: 'right',
      cell: (row) => (row.limit === null ? '—' : <Money amount={row.limit} currency={currency} />),
    },
  ];
}
