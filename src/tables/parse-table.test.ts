import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { TABLE_LIMITS } from '../base/table.ts';
import { rowAt } from './coded-table.ts';
import { DELIMITERS, type ParsedTable, parseTable } from './parse-table.ts';

const parse = (text: string) => parseTable(Buffer.from(text));
const rowsOf = ({ table }: ParsedTable) => Array.from({ length: table.rows }, (_, row) => rowAt(table, row));

describe('any table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', 'Z', '7', ' ', ',', ';', '\t', '"', '\n', '\r\n', 'é', '.') });
  const table = fc
    .integer({ min: 2, max: 6 })
    .chain((columns) =>
      fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 20 }),
    );

  it.each(DELIMITERS)('comes back cell by cell, whatever stands in its quotes (delimiter %j)', (delimiter) => {
    fc.assert(
      fc.property(table, (cells) => {
        const rows = [
          ['n', ...(cells[0] ?? []).slice(1).map((_, at) => `column ${at}`)],
          ...cells.map((row) => ['x', ...row.slice(1)]),
        ];
        const text = Papa.unparse(rows, { delimiter, quotes: true });
        const parsed = parse(text);
        expect(parsed.delimiter).toBe(delimiter);
        expect(parsed.headers).toEqual(rows[0]);
        expect(rowsOf(parsed)).toEqual(rows.slice(1).map((row) => row.map((each) => each.trim())));
      }),
    );
  });

  it('has headers of which no two are the same', () => {
    const header = fc.constantFrom('', ' ', 'a', 'a (2)', 'A', 'a ', 'Column 1', 'Column 2');
    fc.assert(
      fc.property(fc.array(header, { minLength: 1, maxLength: 9 }), (further) => {
        const headers = ['a', ...further];
        const parsed = parse(Papa.unparse([headers, headers.map(() => 'x')]));
        expect(new Set(parsed.headers).size).toBe(headers.length);
        expect(parsed.headers.every((each) => each !== '')).toBe(true);
      }),
    );
  });
});

it('tells semicolons from the commas of decimals', () => {
  const parsed = parse('file;size;age\na.png;1,5;30\nb.png;2,5;40\n');
  expect(parsed.delimiter).toBe(';');
  expect(rowsOf(parsed)).toEqual([
    ['a.png', '1,5', '30'],
    ['b.png', '2,5', '40'],
  ]);
});

it('fills rows that are short, leaves out what lies beyond the last column, and tells both', () => {
  const parsed = parse('file,grade,site\na\nb,1,colon,more\nc,2,colon,\n,,\n\nd,3,rectum\n');
  expect(rowsOf(parsed)).toEqual([
    ['a', '', ''],
    ['b', '1', 'colon'],
    ['c', '2', 'colon'],
    ['d', '3', 'rectum'],
  ]);
  expect(parsed.oddities).toEqual({ renamedHeaders: 0, shortRows: 1, longRows: 1, strayQuotes: 0 });
});

it('drops columns at the end that are wholly empty, and names an empty one that is not', () => {
  expect(parse('file,,\na,1,\nb,2,\n').headers).toEqual(['file', 'Column 2']);
});

const tooManyColumns = Array.from({ length: TABLE_LIMITS.columns + 1 }, (_, at) => `c${at}`).join();

it.each([
  ['an empty file', '', 'table-empty'],
  ['headers alone', 'file,grade\n', 'table-empty'],
  ['a single column', 'file\na\nb\n', 'table-empty'],
  ['a quote that is never closed', 'file,grade\na,"1\nb,2\nc,3\n', 'table-quote-open'],
  ['a cell that is too long', `file,report\na,${'x'.repeat(TABLE_LIMITS.cell + 1)}\n`, 'table-cell-too-long'],
  ['too many columns', `${tooManyColumns}\n${tooManyColumns}\n`, 'table-too-many-columns'],
  ['too many rows', `a,b\n${'1,2\n'.repeat(TABLE_LIMITS.rows + 1)}`, 'table-too-many-rows'],
])('refuses %s', { timeout: 30_000 }, (_, text, code) => {
  expect(() => parse(text)).toThrow(expect.objectContaining({ code }));
});

it('takes a cell of 1,000,000 characters and a table of 1,000 columns', () => {
  expect(parse(`file,report\na,${'x'.repeat(TABLE_LIMITS.cell)}\n`).table.columns[1]?.words[0]).toHaveLength(
    TABLE_LIMITS.cell,
  );
  const line = Array.from({ length: TABLE_LIMITS.columns }, (_, at) => `c${at}`).join();
  expect(parse(`${line}\n${line}\n`).headers).toHaveLength(TABLE_LIMITS.columns);
});
