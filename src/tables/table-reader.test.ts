import { Buffer } from 'node:buffer';
import { expect, it } from 'vitest';
import { AppError } from '../base/errors.ts';
import type { TableChoice } from '../base/table.ts';
import { TableReader } from './table-reader.ts';

const TABLE = `case;site;age;weight;seen;report
c1;colon;61;1,5;01.03.2024;"A polyp.

It was removed."
c2;;NA;2,25;31.12.2023;
c9;rectum;70;3,0;02.02.2024;none of these
`;
const NAMES = {
  paths: ['c1/1.png', 'c2/1.png', 'c1/2.png', 'c3/1.png'],
  sources: ['c1/1.png', 'c2/1.png', 'c1/2.png', 'c3/1.png'],
};

function opened() {
  const reader = new TableReader();
  const bytes = new Uint8Array(Buffer.from(TABLE)).buffer;
  const { columns } = reader.open({ bytes });
  const naming = reader.findNaming(NAMES);
  if (!naming) throw new Error('nothing is named');
  const choice: TableChoice = { naming, columns: columns.map((column) => ({ ...column, isShown: true })) };
  return { reader, columns, choice };
}

it('says what a table holds', () => {
  const { columns, choice } = opened();
  expect(columns.map(({ header, type }) => [header, type])).toEqual([
    ['case', 'identifier'],
    ['site', 'category'],
    ['age', 'number'],
    ['weight', 'decimal-comma'],
    ['seen', 'date'],
    ['report', 'text'],
  ]);
  expect(columns[1]).toMatchObject({ samples: ['colon', 'rectum'] });
  expect(choice.naming).toEqual({ column: 0, way: 'folder' });
});

it('counts what matches and lists what does not', () => {
  const { reader, choice } = opened();
  expect(reader.match({ naming: choice.naming, names: NAMES })).toEqual({
    matchedRows: 2,
    matchedImages: 3,
    unmatchedImages: 1,
    unmatchedRows: { count: 1, first: [{ row: 3, name: 'c9' }] },
    contradictingRows: { count: 0, first: [] },
  });
});

it('gives each image what its row says, nothing where there is none, and leaves reports out', () => {
  const { reader, choice } = opened();
  const { value } = reader.valuesOf({ choice, names: NAMES });
  const told = value.map((column) => [
    column.header,
    column.kind === 'number' ? [...column.values] : [...column.codes].map((code) => column.words[code]),
  ]);
  expect(told).toEqual([
    ['case', ['c1', 'c2', 'c1', undefined]],
    ['site', ['colon', undefined, 'colon', undefined]],
    ['age', [61, Number.NaN, 61, Number.NaN]],
    ['weight', [1.5, 2.25, 1.5, Number.NaN]],
    ['seen', [Date.UTC(2024, 2, 1), Date.UTC(2023, 11, 31), Date.UTC(2024, 2, 1), Number.NaN]],
  ]);
});

it('gives the whole row of an image, its report with all paragraphs', () => {
  const { reader, choice } = opened();
  expect(reader.rowOf({ choice, path: 'c1/2.png', source: 'c1/2.png' })?.[5]).toBe('A polyp.\n\nIt was removed.');
  expect(reader.rowOf({ choice, path: 'c3/1.png', source: 'c3/1.png' })).toBeUndefined();
});

it('refuses what is no table, with a code', () => {
  expect(() => new TableReader().open({ bytes: new ArrayBuffer(0) })).toThrow(AppError);
});
