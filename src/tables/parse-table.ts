import Papa from 'papaparse';
import { AppError } from '../base/errors.ts';
import { TABLE_LIMITS } from '../base/table.ts';
import { type CodedTable, codeTable } from './coded-table.ts';
import { decodeText, type Encoding } from './decode-text.ts';

export const DELIMITERS = ['\t', ';', ','] as const;
export type Delimiter = (typeof DELIMITERS)[number];

/** A table as text. */
export interface ParsedTable {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** As many as there are columns, no two the same, none empty, at most `TABLE_LIMITS.header` characters. */
  readonly headers: readonly string[];
  /** A column for each header. Empty lines are left out. */
  readonly table: CodedTable;
  readonly oddities: Oddities;
}

/** What was put right on the way, each as how many. */
export interface Oddities {
  /** Headers that were empty, or stood there before. */
  readonly renamedHeaders: number;
  /** Rows that end before the last column: the rest of them is empty. */
  readonly shortRows: number;
  /** Rows with cells beyond the last column, which are left out. */
  readonly longRows: number;
  /** Quotes in the middle of a cell, which were taken as they stand. */
  readonly strayQuotes: number;
}

/** Rows by which the delimiter is told. */
const LOOKED_AT = 50;

/**
 * Reads a table whose first row names its columns.
 * @throws AppError table-too-large, table-binary, table-empty, table-quote-open, table-too-many-rows, table-too-many-columns,
 * table-cell-too-long; the detail says where.
 */
export function parseTable(bytes: Uint8Array): ParsedTable {
  if (bytes.length > TABLE_LIMITS.bytes) throw new AppError('table-too-large', `${bytes.length} bytes`);
  const { text, encoding } = decodeText(bytes);
  const delimiter = guessDelimiter(text);
  const { data, errors } = Papa.parse<string[]>(text, {
    delimiter,
    skipEmptyLines: 'greedy',
    preview: TABLE_LIMITS.rows + 2,
  });
  const open = errors.find(({ code }) => code === 'MissingQuotes');
  if (open) throw new AppError('table-quote-open', `row ${(open.row ?? 0) + 1}`);
  const [first = [], ...rest] = data;
  if (rest.length > TABLE_LIMITS.rows) throw new AppError('table-too-many-rows', `more than ${TABLE_LIMITS.rows}`);
  const columns = columnsInUse(first, rest);
  if (columns > TABLE_LIMITS.columns) throw new AppError('table-too-many-columns', `${columns}`);
  if (columns < 2 || rest.length === 0) throw new AppError('table-empty');
  refuseLongCells(data);
  const { headers, renamedHeaders } = nameColumns(first, columns);
  return {
    encoding,
    delimiter,
    headers,
    table: codeTable(rest, columns),
    oddities: {
      renamedHeaders,
      shortRows: rest.filter(({ length }) => length < columns).length,
      longRows: rest.filter((row) => row.length > columns && row.slice(columns).some((cell) => cell.trim() !== ''))
        .length,
      strayQuotes: errors.filter(({ code }) => code === 'InvalidQuotes').length,
    },
  };
}

/** The one by which most rows have as many cells as the first, and of those the one that makes most columns. */
function guessDelimiter(text: string): Delimiter {
  const scored = DELIMITERS.map((delimiter) => {
    const { data } = Papa.parse<string[]>(text, { delimiter, skipEmptyLines: 'greedy', preview: LOOKED_AT });
    const columns = data[0]?.length ?? 0;
    const alike = data.filter(({ length }) => length === columns).length / Math.max(1, data.length);
    return { delimiter, columns, score: columns < 2 ? 0 : alike };
  });
  scored.sort((a, b) => b.score - a.score || b.columns - a.columns);
  return scored[0]?.delimiter ?? ',';
}

/** Columns without a header count where a row has something in them and the header row is as long: else they are left out. */
function columnsInUse(first: readonly string[], rows: readonly (readonly string[])[]): number {
  let columns = first.length;
  const isEmpty = (at: number) => (first[at] ?? '').trim() === '' && rows.every((row) => (row[at] ?? '').trim() === '');
  while (columns > 0 && isEmpty(columns - 1)) columns--;
  return columns;
}

function refuseLongCells(rows: readonly (readonly string[])[]): void {
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at] as readonly string[];
    for (let column = 0; column < row.length; column++) {
      if ((row[column] as string).length <= TABLE_LIMITS.cell) continue;
      throw new AppError('table-cell-too-long', `row ${at + 1}, column ${column + 1}`);
    }
  }
}

function nameColumns(first: readonly string[], columns: number): { headers: string[]; renamedHeaders: number } {
  const taken = new Set<string>();
  let renamedHeaders = 0;
  const headers = Array.from({ length: columns }, (_, at) => {
    const written = (first[at] ?? '')
      .trim()
      .replace(/\s+/g, ' ')
      .slice(0, TABLE_LIMITS.header - 8);
    const wanted = written || `Column ${at + 1}`;
    let header = wanted;
    for (let number = 2; taken.has(header); number++) header = `${wanted} (${number})`;
    if (header !== written) renamedHeaders++;
    taken.add(header);
    return header;
  });
  return { headers, renamedHeaders };
}
