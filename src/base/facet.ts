/** A value that can be chosen to filter by, and how many patches have it. */
export interface Facet {
  readonly value: string;
  readonly count: number;
}
