import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../kit/api/api.ts';
import { Loaded } from '../../kit/page/states.tsx';
import { type Column, DataTable } from '../../kit/table/data-table.tsx';
import { NextPage } from './next-page.tsx';

export interface PagedTableProps<Page, Row> {
  readonly query: UseQueryResult<Page, ApiProblem>;
  readonly rowsOf: (page: Page) => readonly Row[];
  readonly nextOf: (page: Page) => string | null;
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  readonly empty: ReactNode;
  /** Where this page begins, as the address says; empty for the first. */
  readonly mark: string;
  readonly onMark: (mark: string, options?: { readonly push: boolean }) => void;
}

/** A list of the network's, page by page: every one looks, waits and fails alike. */
export function PagedTable<Page, Row>(props: PagedTableProps<Page, Row>) {
  const { query, rowsOf, nextOf, caption, columns, rowKey, empty, mark, onMark } = props;
  return (
    <Loaded query={query} isEmpty={(page) => rowsOf(page).length === 0 && mark === ''} empty={empty}>
      {(page) => (
        <>
          <DataTable caption={caption} columns={columns} rows={rowsOf(page)} rowKey={rowKey} />
          <NextPage
            isFirst={mark === ''}
            next={nextOf(page)}
            onStart={() => onMark('')}
            onNext={(next) => onMark(next, { push: true })}
          />
        </>
      )}
    </Loaded>
  );
}
