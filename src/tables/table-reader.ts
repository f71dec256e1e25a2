import { AppError } from '../base/errors.ts';
import { type Transferred, transfer } from '../base/rpc.ts';
import type { ColumnType, Naming, TableChoice } from '../base/table.ts';
import { bestDateReader, guessType, isKnown, readNumber } from './column-types.ts';
import type { Encoding } from './decode-text.ts';
import { type ImageName, imageName } from './image-names.ts';
import { findNaming, findRows, matchRows, RowIndex } from './match-rows.ts';
import { type Delimiter, type Oddities, type ParsedTable, parseTable } from './parse-table.ts';

/** A table as it looks before a person has said anything. */
export interface TableOverview {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly rows: number;
  readonly columns: readonly ColumnOverview[];
  readonly oddities: Oddities;
}

export interface ColumnOverview {
  readonly header: string;
  readonly type: ColumnType;
  /** Why this type: a phrase. */
  readonly reason: string;
  /** Some of its cells, shortened. */
  readonly samples: readonly string[];
}

/** What would match what; the lists are cut. */
export interface MatchOverview {
  readonly matchedRows: number;
  readonly matchedImages: number;
  readonly unmatchedImages: number;
  readonly unmatchedRows: NamedRows;
  readonly contradictingRows: NamedRows;
}

export interface NamedRows {
  readonly count: number;
  /** The first of them: its line among the rows, from 1 for the first below the header, and what it names. */
  readonly first: readonly { readonly row: number; readonly name: string }[];
}

/** What a table says of images, a value for each in their order; columns of long text are left out. */
export type ColumnValues =
  | {
      readonly kind: 'category';
      readonly header: string;
      /** Code 0 is that of no word. */
      readonly words: readonly (string | undefined)[];
      readonly codes: Uint32Array<ArrayBuffer>;
    }
  | { readonly kind: 'number'; readonly header: string; readonly values: Float64Array<ArrayBuffer> };

interface Prepared {
  /** Of the choice. */
  readonly signature: string;
  readonly index: RowIndex;
  /** For each column of numbers or dates what its cells say; undefined for words. */
  readonly readers: readonly (((cell: string) => number) | undefined)[];
}

const MOST_LISTED = 200;
const MOST_SAMPLES = 3;
const LONGEST_SAMPLE = 80;

/** Paths and, where an image was cut from a slide, that of the slide. */
export interface ImageNames {
  readonly paths: readonly string[];
  readonly sources: readonly string[];
}

/** Reads one table and answers what it says of images. Served by a worker. */
export class TableReader {
  #table: ParsedTable | undefined;
  /** What was prepared for a choice, to be asked batch after batch. */
  #prepared: Prepared | undefined;

  /** @throws AppError what `parseTable` throws. */
  open({ bytes }: { bytes: ArrayBuffer }): TableOverview {
    this.#table = parseTable(new Uint8Array(bytes));
    const { encoding, delimiter, headers, rows, oddities } = this.#table;
    return {
      ...{ encoding, delimiter, oddities },
      rows: rows.length,
      columns: headers.map((header, at) => {
        const cells = rows.map((row) => row[at] ?? '');
        return { header, ...guessType(header, cells, delimiter !== ','), samples: samplesOf(cells) };
      }),
    };
  }

  /** The column that names images, found by trying; undefined where none does. */
  findNaming(names: ImageNames): Naming | undefined {
    const { rows, headers } = this.#opened();
    return findNaming(rows, headers.length, imagesOf(names));
  }

  match({ naming, names }: { naming: Naming; names: ImageNames }): MatchOverview {
    const { rows } = this.#opened();
    const matched = matchRows(rows, naming, imagesOf(names));
    const named = (found: readonly number[]): NamedRows => ({
      count: found.length,
      first: found
        .slice(0, MOST_LISTED)
        .map((row) => ({ row: row + 1, name: shortened(rows[row]?.[naming.column] ?? '') })),
    });
    return {
      matchedRows: matched.matchedRows,
      matchedImages: matched.matchedImages,
      unmatchedImages: names.paths.length - matched.matchedImages,
      unmatchedRows: named(matched.unmatchedRows),
      contradictingRows: named(matched.contradictingRows),
    };
  }

  valuesOf({ choice, names }: { choice: TableChoice; names: ImageNames }): Transferred<ColumnValues[]> {
    const { rows } = this.#opened();
    const { index, readers } = this.#prepare(choice);
    const rowOf = findRows(index, imagesOf(names));
    const columns = choice.columns.flatMap(({ header, type }, at): ColumnValues[] => {
      if (type === 'text') return [];
      const read = readers[at];
      if (!read) return [{ header, ...wordsOf(rows, rowOf, at) }];
      return [{ header, kind: 'number', values: Float64Array.from(rowOf, (row) => read(rows[row]?.[at] ?? '')) }];
    });
    return transfer(
      columns,
      columns.map((column) => (column.kind === 'number' ? column.values.buffer : column.codes.buffer)),
    );
  }

  /** The row that says something of an image, as it stands in the table; undefined where there is none. */
  rowOf({
    choice,
    path,
    source,
  }: {
    choice: TableChoice;
    path: string;
    source: string;
  }): readonly string[] | undefined {
    const { rows } = this.#opened();
    return rows[this.#prepare(choice).index.find(imageName(path, source))];
  }

  #prepare(choice: TableChoice): Prepared {
    const { rows } = this.#opened();
    const signature = JSON.stringify([choice.naming, choice.columns]);
    if (this.#prepared?.signature === signature) return this.#prepared;
    const readers = choice.columns.map(({ type }, at): Prepared['readers'][number] => {
      if (type === 'number' || type === 'decimal-comma') return (cell) => readNumber(cell, type);
      return type === 'date' ? bestDateReader(rows.map((row) => row[at] ?? '').filter(isKnown)) : undefined;
    });
    this.#prepared = { signature, index: new RowIndex(rows, choice.naming), readers };
    return this.#prepared;
  }

  #opened(): ParsedTable {
    if (!this.#table) throw new AppError('unexpected', 'no table was opened');
    return this.#table;
  }
}

function imagesOf({ paths, sources }: ImageNames): ImageName[] {
  return paths.map((path, at) => imageName(path, sources[at] ?? path));
}

function samplesOf(cells: readonly string[]): string[] {
  const samples = new Set<string>();
  for (const cell of cells) {
    if (isKnown(cell)) samples.add(shortened(cell));
    if (samples.size === MOST_SAMPLES) break;
  }
  return [...samples];
}

function shortened(cell: string): string {
  return cell.length > LONGEST_SAMPLE ? `${cell.slice(0, LONGEST_SAMPLE)}…` : cell;
}

function wordsOf(rows: readonly (readonly string[])[], rowOf: Int32Array, column: number) {
  const words: (string | undefined)[] = [undefined];
  const codeOf = new Map<string, number>();
  const codes = new Uint32Array(rowOf.length);
  for (const [at, row] of rowOf.entries()) {
    const word = rows[row]?.[column];
    if (word === undefined || !isKnown(word)) continue;
    let code = codeOf.get(word);
    if (code === undefined) {
      code = words.push(word) - 1;
      codeOf.set(word, code);
    }
    codes[at] = code;
  }
  return { kind: 'category', words, codes } as const;
}
