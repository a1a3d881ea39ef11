/** What the catalogue says of one error code: the HTTP status it is answered with, what it means, what to do about it. */
export interface CatalogueEntry {
  readonly status: number;
  readonly title: string;
  readonly remedy: string;
  /** Members of the problem document that tell the case to programs. */
  readonly members?: readonly string[];
}

export type ErrorArea = Readonly<Record<string, CatalogueEntry>>;
