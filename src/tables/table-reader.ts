import { AppError } from '../base/errors.ts';
import { type Transferred, transfer } from '../base/rpc.ts';
import type { ColumnType, Naming, TableChoice } from '../base/table.ts';
import { type CodedColumn, cellAt, rowAt } from './coded-table.ts';
import { bestDateReader, guessType, isKnown, readNumber } from './column-types.ts';
import type { Encoding } from './decode-text.ts';
import { type ImageName, imageName } from './image-names.ts';
import { findNaming, findRows, matchRows, NO_ROW, RowIndex } from './match-rows.ts';
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
    const { encoding, delimiter, headers, table, oddities } = this.#table;
    return {
      ...{ encoding, delimiter, oddities },
      rows: table.rows,
      columns: table.columns.map((column, at) => {
        const header = headers[at] ?? '';
        return { header, ...guessType(header, column, delimiter !== ','), samples: samplesOf(column.words) };
      }),
    };
  }

  /** The column that names images, found by trying; undefined where none does. */
  findNaming(names: ImageNames): Naming | undefined {
    return findNaming(this.#opened().table, imagesOf(names));
  }

  match({ naming, names }: { naming: Naming; names: ImageNames }): MatchOverview {
    const { table } = this.#opened();
    const matched = matchRows(table, naming, imagesOf(names));
    const named = (found: readonly number[]): NamedRows => ({
      count: found.length,
      first: found
        .slice(0, MOST_LISTED)
        .map((row) => ({ row: row + 1, name: shortened(cellAt(table, row, naming.column)) })),
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
    const { table } = this.#opened();
    const { index, readers } = this.#prepare(choice);
    const rowOf = findRows(index, imagesOf(names));
    const columns = choice.columns.flatMap(({ header, type }, at): ColumnValues[] => {
      const column = table.columns[at];
      if (type === 'text' || !column) return [];
      const read = readers[at];
      return [{ header, ...(read ? numbersOf(column, rowOf, read) : wordsOf(column, rowOf)) }];
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
    const row = this.#prepare(choice).index.find(imageName(path, source));
    return row === NO_ROW ? undefined : rowAt(this.#opened().table, row);
  }

  #prepare(choice: TableChoice): Prepared {
    const { table } = this.#opened();
    const signature = JSON.stringify([choice.naming, choice.columns]);
    if (this.#prepared?.signature === signature) return this.#prepared;
    const readers = choice.columns.map(({ type }, at): Prepared['readers'][number] => {
      if (type === 'number' || type === 'decimal-comma') return (cell) => readNumber(cell, type);
      return type === 'date' ? bestDateReader((table.columns[at]?.words ?? []).filter(isKnown)) : undefined;
    });
    this.#prepared = { signature, index: new RowIndex(table, choice.naming), readers };
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

/** Each different cell is read once. */
function numbersOf({ words, codes }: CodedColumn, rowOf: Int32Array, read: (cell: string) => number) {
  const numbers = Float64Array.from(words, read);
  const values = new Float64Array(rowOf.length).fill(Number.NaN);
  for (let at = 0; at < rowOf.length; at++) {
    const row = rowOf[at] as number;
    if (row !== NO_ROW) values[at] = numbers[codes[row] as number] as number;
  }
  return { kind: 'number', values } as const;
}

/** In the order in which images have them first. */
function wordsOf(column: CodedColumn, rowOf: Int32Array) {
  const words: (string | undefined)[] = [undefined];
  const codes = new Uint32Array(rowOf.length);
  // For each word of the column its code among those of the images; -1 where none has had it yet.
  const codeOf = Int32Array.from(column.words, (word) => (isKnown(word) ? -1 : 0));
  for (let at = 0; at < rowOf.length; at++) {
    const row = rowOf[at] as number;
    if (row === NO_ROW) continue;
    const own = column.codes[row] as number;
    if (codeOf[own] === -1) codeOf[own] = words.push(column.words[own]) - 1;
    codes[at] = codeOf[own] as number;
  }
  return { kind: 'category', words, codes } as const;
}
