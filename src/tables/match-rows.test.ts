import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamingWay } from '../base/table.ts';
import { codeTable } from './coded-table.ts';
import { imageName, namesOf } from './image-names.ts';
import * as byRows from './match-rows.ts';

const tableOf = (rows: readonly (readonly string[])[]) => codeTable(rows, rows[0]?.length ?? 0);
const matchRows = (rows: string[][], ...rest: Tail<typeof byRows.matchRows>) =>
  byRows.matchRows(tableOf(rows), ...rest);
const findNaming = (rows: string[][], ...rest: Tail<typeof byRows.findNaming>) =>
  byRows.findNaming(tableOf(rows), ...rest);
type Tail<Take extends (first: never, ...rest: never[]) => unknown> = Take extends (
  first: never,
  ...rest: infer Rest
) => unknown
  ? Rest
  : never;

const images = (...paths: string[]) => paths.map((path) => imageName(path, path.replace(/#.*/, '')));
const rowOf = (cells: string[], way: NamingWay, path: string) =>
  matchRows(
    cells.map((cell) => [cell, 'x']),
    { column: 0, way },
    images(path),
  ).rowOf[0];

it.each([
  ['its path', ['b/1.png', 'a/1.png'], 'path', 'a/1.png', 1],
  ['its path without extension, in another case, with backslashes', ['.\\A\\1'], 'path', 'a/1.PNG', 0],
  ['its path with another extension', ['a/1.tif'], 'path', 'a/1.png', 0],
  ['its file name', ['1.png'], 'file-name', 'a/1.png', 0],
  ['its name rather than one that differs in the extension', ['1.tif', '1.png'], 'file-name', 'a/1.png', 1],
  ['its slide', ['case 7.svs'], 'file-name', 'a/case 7.svs#0,256', 0],
  ['its slide without extension', ['case 7'], 'file-name', 'a/case 7.svs#0,256', 0],
  ['the patch itself before its slide', ['s.svs', 's.svs#0,256'], 'file-name', 's.svs#0,256', 1],
  ['the nearest folder', ['lot 1', 'case 3'], 'folder', 'lot 1/case 3/1.png', 1],
  ['a path of folders', ['lot 1/case 3'], 'folder', 'lot 1/case 3/1.png', 0],
  ['the longest beginning', ['P01', 'P01_HE'], 'beginning', 'x/P01_HE-3.png', 1],
  ['a TCGA patient', ['TCGA-AA-3520'], 'tcga', 'x/TCGA-AA-3520-01Z-00-DX1.8f2a.svs', 0],
  ['a TCGA sample without its vial', ['TCGA-AA-3520', 'TCGA-AA-3520-01'], 'tcga', 'TCGA-AA-3520-01Z-00-DX1.svs', 1],
  ['nothing by half a word', ['P0', 'P01_H'], 'beginning', 'P01_HE-3.png', -1],
  ['nothing by another TCGA patient', ['TCGA-AA-3521'], 'tcga', 'TCGA-AA-3520-01Z-00-DX1.svs', -1],
  ['nothing by an empty cell', [''], 'folder', '1.png', -1],
] as const)('an image is named by %s', (_, cells, way, path, row) => expect(rowOf([...cells], way, path)).toBe(row));

it('tells rows that match nothing, and rows that contradict an earlier one, of which the first counts', () => {
  const rows = [
    ['1.png', 'a'],
    ['1.PNG', 'a'],
    ['2.png', 'a'],
    ['2.png', 'b'],
    ['9.png', 'a'],
    ['9.png', 'a'],
  ];
  const matched = matchRows(rows, { column: 0, way: 'file-name' }, images('x/1.png', 'x/2.png', 'x/3.png'));
  expect(matched).toMatchObject({ matchedRows: 4, matchedImages: 2, unmatchedRows: [4, 5], contradictingRows: [3] });
  expect([...matched.rowOf]).toEqual([0, 2, -1]);
});

describe('any names', () => {
  const part = fc.string({ unit: fc.constantFrom('a', 'B', '1', '-', '_', ' ', '.'), minLength: 1, maxLength: 6 });
  const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
  const way = fc.constantFrom<NamingWay>('path', 'file-name', 'folder', 'beginning');
  const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 30 });

  it('match as a look at every row would', () => {
    fc.assert(
      fc.property(paths, paths, way, (cells, named, by) => {
        const rows = cells.map((cell) => [cell, 'x']);
        const { rowOf: found } = matchRows(rows, { column: 0, way: by }, images(...named));
        for (const [at, image] of images(...named).entries()) {
          const row = found[at] ?? -1;
          const names = namesOf(image, by);
          const isName = (cell = '') => {
            const name = imageName(cell, cell).path;
            return (
              names.includes(name) ||
              (by !== 'folder' && names.includes(name.replace(/\.(?=[0-9]*[a-z])[0-9a-z]{2,8}$/, '')))
            );
          };
          expect(row >= 0).toBe(names.length > 0 && cells.some((cell) => isName(cell)));
          if (row >= 0) expect(isName(cells[row])).toBe(true);
        }
      }),
    );
  });

  it('count every row once', () => {
    fc.assert(
      fc.property(fc.array(path, { minLength: 1 }), paths, way, (cells, named, by) => {
        const matched = matchRows(
          cells.map((cell) => [cell, 'x']),
          { column: 0, way: by },
          images(...named),
        );
        expect(matched.matchedRows + matched.unmatchedRows.length).toBe(cells.length);
      }),
    );
  });
});

describe('the column that names images', () => {
  const named = images(...Array.from({ length: 40 }, (_, at) => `case-${at % 4}/tile_${at}.png`));

  it('is found behind columns that say what they are', () => {
    const rows = named.map((_, at) => [`case-${at % 4}`, `${at}`, `tile_${at}`, at % 2 ? 'adenoma' : 'normal']);
    expect(findNaming(rows, named)).toEqual({ column: 2, way: 'file-name' });
  });

  it('may name cases, one a row', () => {
    const rows = [0, 1, 2, 3].map((at) => [['colon', 'rectum'][at % 2] ?? '', `Case-${at}`]);
    expect(findNaming(rows, named)).toEqual({ column: 1, way: 'folder' });
  });

  it('is found though most of the table is about other images', () => {
    const rows = Array.from({ length: 20_000 }, (_, at) => [
      `x${at}`,
      at === 17_003 ? 'tile_5.tif' : `other_${at}.tif`,
    ]);
    expect(findNaming(rows, named)).toEqual({ column: 1, way: 'file-name' });
  });

  it('may be missing', () => expect(findNaming([['a', 'b']], named)).toBeUndefined());
});

it('speaks only of a folder that was added, by the paths that it has there', () => {
  const rows = [['a/1.png', 'x']];
  const naming = { column: 0, way: 'path' as const, below: 'Second' };
  const { rowOf: found } = matchRows(rows, naming, images('a/1.png', 'second/a/1.png', 'second/b/1.png'));
  expect([...found]).toEqual([-1, 0, -1]);
});
