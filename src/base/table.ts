/** What is said of a table that a person attaches to a collection, wherever it is read, stored or shown. */

/** `decimal-comma`: numbers as 1.234,5. `text`: long text, such as a report, which is shown and never filtered by. */
export const COLUMN_TYPES = ['category', 'number', 'decimal-comma', 'date', 'identifier', 'text'] as const;
export type ColumnType = (typeof COLUMN_TYPES)[number];

/**
 * How a cell names images: by their path, or by their file name or that of their slide, both with or without extension; by
 * a TCGA barcode that theirs begins with; by a folder they lie in; or by the words that their file name begins with.
 */
export const NAMING_WAYS = ['path', 'file-name', 'tcga', 'folder', 'beginning'] as const;
export type NamingWay = (typeof NAMING_WAYS)[number];

/** Which column of a table names images, and how. */
export interface Naming {
  /** From 0. */
  readonly column: number;
  readonly way: NamingWay;
  /** The folder of the collection that its names are those of, where it does not speak of all. */
  readonly below?: string;
}

export interface TableColumn {
  /** What its first row says, made unlike that of every other column. */
  readonly header: string;
  readonly type: ColumnType;
  /** Whether hits and captions show it. */
  readonly isShown: boolean;
}

/** What a person has settled about a table. */
export interface TableChoice {
  readonly naming: Naming;
  /** All of them, in the order of the table. */
  readonly columns: readonly TableColumn[];
}

/** An attached table, without its cells. */
export interface TableFacts extends TableChoice {
  /** Another one whenever its cells are others. */
  readonly id: string;
  /** Of its file. */
  readonly name: string;
  /** Without the header. */
  readonly rows: number;
  /** Of its file. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly attachedAt: number;
}

/** More than this is refused. Bytes of the file; characters of a cell. */
export const TABLE_LIMITS = {
  bytes: 128 * 1024 * 1024,
  rows: 1_000_000,
  columns: 1_000,
  cell: 1_000_000,
  header: 200,
  tables: 20,
} as const;
