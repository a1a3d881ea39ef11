import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DeskPage } from '../../../../contract/wire/order-desk.ts';
import { dayOf, pageOf } from '../../kit/address/from-address.ts';
import { useAddress } from '../../kit/address/use-address.ts';
import { useApi } from '../../kit/api/use-api.ts';
import { Page } from '../../kit/page/page.tsx';
import { ReadOnlyNote } from '../../kit/page/read-only-note.tsx';
import { Loaded } from '../../kit/page/states.tsx';
import { NumberedPages } from '../daily/pages.tsx';
import { HandleMany } from './handle-many.tsx';
import { OrderFilters } from './order-filters.tsx';
import { type Asked, OrdersTable } from './orders-table.tsx';

const PAGE = 50;
const defaults = { program: '', status: '', ad_space: '', since: '', until: '', order_id: '', page: '1' };

/** What was ordered through the advertiser's programs, one by one or many at once. */
export function OrdersPage() {
  const { t } = useTranslation('advertiser');
  const address = useAddress(defaults);
  const { page: pageText, ...named } = address.values;
  const chosen = { ...named, since: dayOf(named.since), until: dayOf(named.until) };
  const page = pageOf(pageText, PAGE);
  const found = useApi<DeskPage>('/api/v1/order-desk', { ...chosen, limit: PAGE, offset: (page - 1) * PAGE });
  const [asked, setAsked] = useState<Asked | null>(null);
  const [handled, setHandled] = useState(0);
  return (
    <Page title={t('daily.orders.title')} help="orders" lead={t('daily.orders.lead')}>
      <ReadOnlyNote />
      <OrderFilters
        values={chosen}
        onChange={(values) => address.change({ ...values, page: '1' })}
        onReset={address.reset}
      />
      <Loaded query={found} isEmpty={({ total }) => total === 0} empty={t('daily.orders.none')}>
        {({ orders, total }) => (
          <>
            {/* Other filters, another page and what was handled begin with nothing chosen. */}
            <OrdersTable
              key={JSON.stringify([address.values, handled])}
              orders={orders}
              total={total}
              filters={chosen}
              onAsk={setAsked}
            />
            <NumberedPages
              page={page}
              total={total}
              size={PAGE}
              onPage={(next) => address.change({ page: String(next) })}
            />
          </>
        )}
      </Loaded>
      {/* Outside of what loads: its result stays when the filters find nothing any more. */}
      {asked === null ? null : (
        <HandleMany
          {...asked}
          onClose={() => {
            setAsked(null);
            setHandled((count) => count + 1);
          }}
        />
      )}
    </Page>
  );
}
