/** A table by its columns: of each, every different cell once, and for each row which of them it has. */
export interface CodedTable {
  readonly rows: number;
  readonly columns: readonly CodedColumn[];
}

export interface CodedColumn {
  /** Different cells, without space around, in the order of their first rows. */
  readonly words: readonly string[];
  /** For each row the place of its cell among `words`. */
  readonly codes: Uint32Array;
}

/**
 * The first `columns` cells of each row; those of a row that is shorter are empty. Each cell is looked up once, after which a
 * table of 100,000 rows is a matter of numbers.
 */
export function codeTable(rows: readonly (readonly string[])[], columns: number): CodedTable {
  const coders = Array.from({ length: columns }, () => new ColumnCoder(rows.length));
  // Plain loops, row by row as the text lies in memory: there are millions of cells.
  for (let row = 0; row < rows.length; row++) {
    const cells = rows[row] as readonly string[];
    for (let column = 0; column < columns; column++) (coders[column] as ColumnCoder).put(row, cells[column] ?? '');
  }
  return { rows: rows.length, columns: coders };
}

class ColumnCoder implements CodedColumn {
  readonly words: string[] = [];
  readonly codes: Uint32Array;
  readonly #codeOf = new Map<string, number>();
  #last = '';
  #lastCode = -1;

  constructor(rows: number) {
    this.codes = new Uint32Array(rows);
  }

  put(row: number, written: string): void {
    if (this.#lastCode < 0 || written !== this.#last) {
      this.#lastCode = this.#codeOf.get(written) ?? this.#add(written);
      this.#last = written;
    }
    this.codes[row] = this.#lastCode;
  }

  #add(written: string): number {
    const word = written.trim();
    const code = (word === written ? undefined : this.#codeOf.get(word)) ?? this.words.push(word) - 1;
    if (word !== written) this.#codeOf.set(word, code);
    this.#codeOf.set(written, code);
    return code;
  }
}

export function cellAt({ columns }: CodedTable, row: number, column: number): string {
  const coded = columns[column];
  return coded?.words[coded.codes[row] ?? -1] ?? '';
}

/** The cells of one row. */
export function rowAt(table: CodedTable, row: number): string[] {
  return table.columns.map((_, column) => cellAt(table, row, column));
}
