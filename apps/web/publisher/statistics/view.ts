/** What of the statistics is shown, as it stands in the address. */
export const viewDefaults = {
  rows: 'day',
  also: '',
  across: '',
  measure: 'clicks',
  currency: '',
  sort: '',
  chart: 'money',
  page: '1',
};
export type View = Readonly<Record<keyof typeof viewDefaults, string>>;

export interface ViewProps {
  readonly view: View;
  /** `push`: the way back leads to what was shown before. */
  readonly change: (values: Partial<View>, options?: { readonly push?: boolean }) => void;
}
