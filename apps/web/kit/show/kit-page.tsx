import { Button, Group, NavLink, SimpleGrid, Text } from '@mantine/core';
import { useState } from 'react';
import { useAddress } from '../address/use-address.ts';
import { Bars } from '../chart/bars.tsx';
import type { Series } from '../chart/series.ts';
import { ConfirmAction } from '../controls/confirm-action.tsx';
import { CopyField } from '../controls/copy-field.tsx';
import { Dropdown } from '../controls/dropdown.tsx';
import { Page, Section } from '../page/page.tsx';
import { Empty, ProblemAlert, Waiting } from '../page/states.tsx';
import { WorkProgress } from '../page/work-progress.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { Money, When } from '../values/amounts.tsx';
import { FigureCard } from '../values/figure-card.tsx';
import { useFormats } from '../values/format.ts';
import { StatusBadge } from '../values/status-badge.tsx';

interface Row {
  readonly name: string;
  readonly at: string;
  readonly amount: string;
}

const rows: readonly Row[] = [
  { name: 'A-1', at: '2022-06-15T09:00:00Z', amount: '1024.50' },
  { name: 'A-2', at: '2022-06-16T10:30:00Z', amount: '-60.00' },
];

const columns: readonly Column<Row>[] = [
  { key: 'name', title: 'Order', cell: (row) => row.name, isHeader: true },
  { key: 'at', title: 'When', cell: (row) => <When at={row.at} />, sortBy: 'at' },
  {
    key: 'amount',
    title: 'Commission',
    cell: (row) => <Money amount={row.amount} currency="RUB" />,
    align: 'right',
    sortBy: 'amount',
  },
];

const days = ['15 June', '16 June', '17 June', '18 June'];
const earned: readonly Series[] = [
  {
    name: 'Approved',
    kind: 'bar',
    tone: 'good',
    values: [1024.5, 300, 0, 0],
    texts: ['1,024.50 ₽', '300.00 ₽', '0', '0'],
  },
  {
    name: 'Pending',
    kind: 'bar',
    tone: 'waiting',
    values: [0, 120, 480, 900],
    texts: ['0', '120 ₽', '480 ₽', '900 ₽'],
  },
];

/** Components as they look, so that a screen is put together and not invented. */
export function KitPage() {
  const { values, change } = useAddress({ sort: '-at' });
  return (
    <Page title="Kit" lead="What screens are made of. One look, one behaviour." actions={<Button>Main action</Button>}>
      <Figures />
      <Section title="Tables" lead="Figures stand right; on a phone each row is a card.">
        <DataTable
          caption="Orders of the example"
          columns={columns}
          rows={rows}
          rowKey={(row) => row.name}
          sort={values.sort}
          onSort={(sort) => change({ sort })}
          total={{ name: 'Total', amount: <Money amount="964.50" currency="RUB" /> }}
        />
      </Section>
      <Section
        title="Charts"
        lead="A small one is a plain picture of the page; a large one, to be explored, loads when it is shown."
      >
        <Bars label="Earned a day, RUB" categories={days} series={earned} tableOf="Day" />
      </Section>
      <Section title="States">
        <SimpleGrid cols={{ base: 1, md: 3 }}>
          <div data-sample>
            <Waiting rows={4} />
          </div>
          <Empty title="No links yet">A link belongs to an ad space and a program.</Empty>
          <ProblemAlert problem={problem} />
        </SimpleGrid>
        <Group mt="md" gap="xs">
          <StatusBadge tone="good">approved</StatusBadge>
          <StatusBadge tone="waiting">pending</StatusBadge>
          <StatusBadge tone="attention">by agreement</StatusBadge>
          <StatusBadge tone="bad">declined</StatusBadge>
          <StatusBadge tone="neutral">no reward</StatusBadge>
        </Group>
        <WorkProgress label="Reading a file" work={{ done: 4_500, total: 20_000 }} />
      </Section>
      <Section title="Taking and asking">
        <SimpleGrid cols={{ base: 1, md: 2 }}>
          <CopyField label="Standard link" value="https://example.org/g/0123456789abcdef/" />
          <Group>
            <Asking />
            <Dropdown name="More" label="More to do">
              {(close) => <NavLink component="button" label="Close" onClick={close} />}
            </Dropdown>
          </Group>
        </SimpleGrid>
      </Section>
    </Page>
  );
}

function Figures() {
  const formats = useFormats();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }}>
      <FigureCard name="EPC" value={formats.money('299', 'RUB')} note="100 clicks, 30 days" />
      <FigureCard name="CR" value={formats.percent('0.1171')} note="1,171 of 10,000" />
      <FigureCard
        name="Countries"
        value={
          <Text span inherit>
            {formats.list(['KZ', 'RU'].map(formats.country))}
          </Text>
        }
      />
      <FigureCard name="Next payment" value={formats.day('2022-07-15')} />
    </SimpleGrid>
  );
}

function Asking() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button color="red" variant="light" onClick={() => setIsOpen(true)} w="fit-content">
        Block 3 ad spaces
      </Button>
      <ConfirmAction
        opened={isOpen}
        onClose={() => setIsOpen(false)}
        title="Block 3 ad spaces?"
        action="Block 3 ad spaces"
        typed="3"
        onConfirm={() => setIsOpen(false)}
      >
        Their links earn nothing from now on, and 12 pending actions are declined.
      </ConfirmAction>
    </>
  );
}

const problem = {
  status: 409,
  code: 'recruiting_suspended',
  title: 'Recruiting is suspended',
  detail: 'The program takes no new partners at the moment.',
  told: '',
  value: '',
  field: null,
  remedy: 'Come back when the program says so; joined ad spaces keep working.',
  requestId: '0000',
  extra: {},
};
