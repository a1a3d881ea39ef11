/** The API leads this far into a list; whoever looks for what lies behind narrows the filters. */
export const OFFSET_MAX = 100_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** A page number that an address names: whole, from 1 on and within reach; 1 for everything else. */
export function pageOf(text: string, size: number): number {
  const page = Number(text);
  return Number.isInteger(page) && page >= 1 ? Math.min(page, lastPage(size)) : 1;
}

/** The last page of this size that can be asked for. */
export const lastPage = (size: number): number => Math.floor(OFFSET_MAX / size) + 1;

/** A calendar day that an address names, as a field for days takes it; empty for everything else. */
export function dayOf(text: string): string {
  if (!DAY.test(text)) return '';
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text) ? '' : text;
}
