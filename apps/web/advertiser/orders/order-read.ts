import type { DeskRow } from '../../../../contract/wire/order-desk.ts';

/** What the screen reads of an order; the route answers more. */
export interface OrderRead {
  readonly program: string;
  readonly order_id: string;
  readonly ordered_at: string;
  readonly delivery_country: string | null;
  readonly currency: string;
  readonly goods_received: boolean;
  readonly lines: readonly {
    readonly line_id: string;
    readonly product_id: string | null;
    readonly amount: string;
    readonly quantity: number;
  }[];
  readonly decision: {
    readonly status: NonNullable<DeskRow['status']>;
    readonly commission: { readonly amount: string; readonly currency: string };
    readonly terms_version: string | null;
    readonly lines: readonly {
      readonly line_id: string;
      readonly status: NonNullable<DeskRow['status']>;
      readonly reason: string;
      readonly rate: string | null;
      readonly commission: string;
    }[];
  } | null;
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly at: string;
    readonly reason: string | null;
    readonly applied: boolean;
    readonly not_applied_because: string | null;
  }[];
}
