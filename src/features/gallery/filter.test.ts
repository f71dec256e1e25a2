import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatchRecord } from '../../library/schema.ts';
import { folderOfPath, catalogOf as prepare } from './catalog.ts';
import { isFiltering, matchingPatches, NO_FILTER, type PatchFilter, positionOf } from './filter.ts';

function catalogOf(...paths: string[]) {
  return prepare(
    paths.map(
      (path, id): PatchRecord => ({
        collectionId: 'c',
        id,
        path,
        label: path.includes('/') ? (path.split('/')[0] ?? '') : '',
        width: 1,
        height: 1,
        fileSize: 1,
        fileModified: 0,
      }),
    ),
  );
}

function matching(change: Partial<PatchFilter>, ...paths: string[]): (string | undefined)[] {
  const ids = matchingPatches(catalogOf(...paths), { ...NO_FILTER, ...change });
  return [...ids].map((id) => paths[id]);
}

describe('matchingPatches', () => {
  const paths = ['fat/s1/A1.png', 'fat/s10/a2.png', 'tumour/s1/A3.png', 'loose.png'];

  it('keeps everything when nothing is asked', () => {
    expect(matching({}, ...paths)).toEqual(paths);
  });

  it('wants every word, in any case and order', () => {
    expect(matching({ text: ' a3  TUMOUR ' }, ...paths)).toEqual(['tumour/s1/A3.png']);
  });

  it('takes any of the chosen labels, the absence of one included', () => {
    expect(matching({ labels: ['tumour', ''] }, ...paths)).toEqual(['tumour/s1/A3.png', 'loose.png']);
  });

  it('takes a folder with its subfolders, but not folders that only start alike', () => {
    expect(matching({ folder: 'fat' }, ...paths)).toEqual(['fat/s1/A1.png', 'fat/s10/a2.png']);
    expect(matching({ folder: 'fat/s1' }, ...paths)).toEqual(['fat/s1/A1.png']);
    expect(matching({ folder: '' }, ...paths)).toEqual(['loose.png']);
  });

  it('combines its conditions', () => {
    expect(matching({ labels: ['fat'], folder: 'tumour' }, ...paths)).toEqual([]);
    expect(matching({ labels: ['fat'], text: 'a2' }, ...paths)).toEqual(['fat/s10/a2.png']);
  });

  it('finds exactly what a plain definition finds', () => {
    const part = fc.constantFrom('a', 'b', 'ab', 'C');
    const path = fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(fc.array(path), part, part, (all, text, folder) => {
        const expected = all.filter(
          (each) =>
            each.toLowerCase().includes(text.toLowerCase()) && `${folderOfPath(each)}/`.startsWith(`${folder}/`),
        );
        expect(matching({ text, folder }, ...all)).toEqual(expected);
      }),
    );
  });
});

describe('matchingPatches where some were deleted', () => {
  it('passes them over', () => {
    const { patches } = catalogOf('a.png', 'b.png', 'c.png');
    const catalog = prepare([patches[0], undefined, patches[2]]);
    expect([...matchingPatches(catalog, NO_FILTER)]).toEqual([0, 2]);
  });
});

describe('positionOf', () => {
  it('finds what is there and only that', () => {
    const distinct = fc.uniqueArray(fc.nat(1000)).map((ids) => Uint32Array.from(ids).sort());
    fc.assert(
      fc.property(distinct, fc.nat(1000), (ids, id) => {
        expect(positionOf(ids, id)).toBe(ids.indexOf(id));
      }),
    );
  });
});

describe('isFiltering', () => {
  it('is false for blanks only', () => {
    expect(isFiltering({ ...NO_FILTER, text: '  ' })).toBe(false);
    expect(isFiltering({ ...NO_FILTER, folder: '' })).toBe(true);
    expect(isFiltering({ ...NO_FILTER, labels: [''] })).toBe(true);
  });
});
