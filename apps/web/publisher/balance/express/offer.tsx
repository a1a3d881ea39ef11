import '../../figures/figures.css';
import { Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ExpressOffer } from '../../../../../contract/wire/express-payments.ts';
import { useMayWrite } from '../../../kit/api/may-write.ts';
import { type Column, DataTable } from '../../../kit/table/data-table.tsx';
import { Money } from '../../../kit/values/amounts.tsx';
import { isSome } from '../../../kit/values/decimals.ts';
import { useFormats } from '../../../kit/values/format.ts';
import { Ask } from './ask.tsx';
import { Reasons } from './reasons.tsx';

/** Of one currency: what could be advanced, what is advanced, and asking for it or why not. */
export function Offer({ offer }: { readonly offer: ExpressOffer }) {
  const { t } = useTranslation('publisher');
  const formats = useFormats();
  const mayAsk = useMayWrite('payments');
  const { currency } = offer;
  return (
    <Paper withBorder radius="md" p="md" component="article" aria-label={t('express.offer', { currency })}>
      <Stack gap="md">
        <Title order={3}>{t('express.offer', { currency })}</Title>
        <SimpleGrid component="dl" cols={{ base: 1, xs: 2, md: 4 }} spacing="sm" className="express-figures">
          <Figure name={t('express.approved')} amount={offer.approved} currency={currency} />
          <Figure name={t('express.outstanding')} amount={offer.outstanding} currency={currency} />
          <Figure name={t('express.limit')} amount={offer.limit} currency={currency} />
          <Figure name={t('express.mayAsk')} amount={offer.may_ask} currency={currency} isMain />
        </SimpleGrid>
        {isSome(offer.owed) ? (
          <Text size="sm">{t('express.owed', { amount: formats.money(offer.owed, currency) })}</Text>
        ) : null}
        <Reasons offer={offer} />
        {mayAsk && isSome(offer.may_ask) ? <Ask key={`${offer.may_ask} ${offer.fee}`} offer={offer} /> : null}
        {offer.programs.length > 1 ? <Programs offer={offer} /> : null}
      </Stack>
    </Paper>
  );
}

interface FigureProps {
  readonly name: string;
  readonly amount: string;
  readonly currency: string;
  readonly isMain?: boolean;
}

function Figure({ name, amount, currency, isMain = false }: FigureProps) {
  return (
    <div>
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" m={0} fw={isMain ? 650 : 500} fz={isMain ? 'xl' : 'lg'} className="figure">
        <Money amount={amount} currency={currency} />
      </Text>
    </div>
  );
}

type Program = ExpressOffer['programs'][number];

function Programs({ offer }: { readonly offer: ExpressOffer }) {
  const { t } = useTranslation('publisher');
  const { currency, programs } = offer;
  const amount = (key: 'approved' | 'outstanding' | 'may_ask', title: string): Column<Program> => ({
    key,
    title,
    align: 'right',
    cell: (row) => <Money amount={row[key]} currency={currency} />,
  });
  return (
    <DataTable
      caption={t('express.programs', { currency })}
      columns={[
        { key: 'program', title: t('express.program'), cell: ({ name }) => name, isHeader: true },
        amount('approved', t('express.approved')),
        amount('outstanding', t('express.outstanding')),
        amount('may_ask', t('express.mayAsk')),
      ]}
      rows={programs}
      rowKey={({ program }) => program}
    />
  );
}
