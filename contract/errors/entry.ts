/** What the catalogue says of one error code: the HTTP status it is answered with, what it means, what to do about it. */
export interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
}

export type ErrorArea = Readonly<Record<string, CatalogueEntry>>;
