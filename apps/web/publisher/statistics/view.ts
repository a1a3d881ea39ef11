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
  readonly change: (values: Partial<View>) => void;
}
