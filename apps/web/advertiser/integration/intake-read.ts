/** What the screen reads of the intake log; the route answers more. */
export interface Log {
  readonly results: readonly {
    readonly id: string;
    readonly received_at: string;
    readonly channel: string;
    readonly program: string | null;
    readonly order_id: string | null;
    readonly verdict: string;
    readonly result_code: string | null;
    readonly http_status: number;
    readonly detail: Readonly<Record<string, unknown>>;
    readonly method: string;
    readonly path: string;
    readonly content_type: string | null;
    readonly body: string;
    readonly body_cut: boolean;
    readonly remote_address: string | null;
    readonly request_id: string | null;
  }[];
}
export type Entry = Log['results'][number];

export const CHANNELS = ['s2s', 'pixel', 'api', 'file'] as const;
export const RESULTS = ['refused', 'taken'] as const;

/** What was refused has a sentence that says why; what was taken needs none. */
export const isRefused = ({ detail }: Entry): boolean => typeof detail['detail'] === 'string';
