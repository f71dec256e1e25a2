import type { ColumnType } from '../base/table.ts';
import type { CodedColumn } from './coded-table.ts';

export interface GuessedType {
  readonly type: ColumnType;
  /** A phrase: "12 different values". */
  readonly reason: string;
}

/** What tables write where nothing is known. */
const NOTHING = new Set([
  '',
  'na',
  'n/a',
  'nan',
  'null',
  'none',
  '-',
  '--',
  "'--",
  '[not available]',
  '[not applicable]',
]);

const LONGEST_NOTHING = Math.max(...Array.from(NOTHING, ({ length }) => length));

/** More different words than this are no categories to choose among. */
const MOST_CATEGORIES = 1_000;
/** Whole numbers of so few kinds are grades or stages. */
const MOST_GRADES = 10;
/** Tables of fewer rows do not tell by themselves that words never repeat. */
const FEW_ROWS = 20;
const LONG_TEXT = 200;

const WITH_POINT = /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d+)?([eE][+-]?\d{1,3})?$/;
const WITH_COMMA = /^[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d+)?([eE][+-]?\d{1,3})?$/;
const NAMES_AN_IDENTIFIER =
  /(^|[^a-z])(id|ids|uid|uuid|barcode|accession|filename|file|path|image|slide|patient|case)([^a-z]|$)/i;

/** Whether a cell says anything. */
export function isKnown(cell: string): boolean {
  return cell.length > LONGEST_NOTHING || !NOTHING.has(cell.toLowerCase());
}

/**
 * What a column seems to hold. Looks at each different cell once.
 * @param prefersComma The table's delimiter is no comma: "1,234" reads as 1.234 then.
 */
export function guessType(header: string, { words, codes }: CodedColumn, prefersComma: boolean): GuessedType {
  const different = words.filter(isKnown);
  if (different.length === 0) return { type: 'category', reason: 'every cell is empty' };
  const isSaid = Uint8Array.from(words, (word) => Number(isKnown(word)));
  let known = 0;
  for (let row = 0; row < codes.length; row++) known += isSaid[codes[row] as number] as number;
  const longest = different.reduce((most, { length }) => Math.max(most, length), 0);
  if (longest > LONG_TEXT || different.some((cell) => cell.includes('\n')))
    return { type: 'text', reason: 'long text' };
  if (dateReader(different)) return { type: 'date', reason: 'every cell is a date' };
  const number = numberType(different, prefersComma);
  const kinds = `${different.length} different ${different.length === 1 ? 'value' : 'values'}`;
  if (number) {
    const areGrades = different.length <= MOST_GRADES && different.length * 2 <= known && different.every(isWhole);
    if (areGrades) return { type: 'category', reason: `whole numbers, ${kinds}` };
    if (NAMES_AN_IDENTIFIER.test(header) && different.length === known && different.every(isWhole)) {
      return { type: 'identifier', reason: 'no value repeats' };
    }
    return { type: number, reason: 'every cell is a number' };
  }
  const neverRepeats = different.length > known * 0.9;
  if (neverRepeats && (known >= FEW_ROWS || NAMES_AN_IDENTIFIER.test(header))) {
    return { type: 'identifier', reason: 'values do not repeat' };
  }
  if (different.length > MOST_CATEGORIES) return { type: 'identifier', reason: kinds };
  return { type: 'category', reason: kinds };
}

function isWhole(cell: string): boolean {
  return /^[+-]?\d{1,15}$/.test(cell);
}

function numberType(known: readonly string[], prefersComma: boolean): 'number' | 'decimal-comma' | undefined {
  const fits = (pattern: RegExp) => known.every((cell) => pattern.test(cell) && /\d/.test(cell));
  if (!fits(WITH_POINT)) return fits(WITH_COMMA) ? 'decimal-comma' : undefined;
  const mayBeComma = prefersComma && known.some((cell) => cell.includes(','));
  return mayBeComma && fits(WITH_COMMA) ? 'decimal-comma' : 'number';
}

/** NaN for what is none. */
export function readNumber(cell: string, type: 'number' | 'decimal-comma'): number {
  const pattern = type === 'number' ? WITH_POINT : WITH_COMMA;
  if (!pattern.test(cell) || !/\d/.test(cell)) return Number.NaN;
  if (type === 'number') return Number(cell.includes(',') ? cell.replaceAll(',', '') : cell);
  return Number(cell.replaceAll('.', '').replace(',', '.'));
}

/** Milliseconds since 1970, in UTC; NaN for what is no date. */
export type DateReader = (cell: string) => number;

const FORMATS: readonly [pattern: RegExp, order: readonly [year: number, month: number, day: number]][] = [
  [/^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?$/, [1, 2, 3]],
  [/^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, [1, 2, 3]],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4})$/, [3, 2, 1]],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, [3, 2, 1]],
  [/^(\d{1,2})\/(\d{1,2})\/(\d{4})$/, [3, 1, 2]],
];

/**
 * Reads dates in the one way that all cells are written in: 2024-03-01, 2024/03/01, 01.03.2024, 01/03/2024 with the day first
 * where that can be. Undefined where there is none.
 */
export function dateReader(cells: readonly string[]): DateReader | undefined {
  return FORMATS.map(readerOf).find((read) => cells.every((cell) => !Number.isNaN(read(cell))));
}

/** The way that most cells are written in, for a column that a person says holds dates. */
export function bestDateReader(cells: readonly string[]): DateReader {
  const readers = FORMATS.map(readerOf);
  const counts = readers.map((read) => cells.filter((cell) => !Number.isNaN(read(cell))).length);
  return readers[counts.indexOf(Math.max(...counts))] ?? (() => Number.NaN);
}

function readerOf([pattern, [year, month, day]]: (typeof FORMATS)[number]): DateReader {
  return (cell) => {
    const parts = pattern.exec(cell);
    if (!parts) return Number.NaN;
    const [y, m, d] = [Number(parts[year]), Number(parts[month]), Number(parts[day])];
    const time = Date.UTC(y, m - 1, d);
    const date = new Date(time);
    return y >= 1000 && date.getUTCMonth() === m - 1 && date.getUTCDate() === d ? time : Number.NaN;
  };
}
