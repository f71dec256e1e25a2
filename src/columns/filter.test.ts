import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { has } from './bit-set.ts';
import { CategoryColumn } from './category-column.ts';
import { isFiltering, MatchesView, NO_FILTER, type PatchFilter } from './filter.ts';
import { folderOf } from './folders.ts';
import { packPatches } from './patch-chunk.ts';
import { filePatch, follow, tableOf } from './testing/table-of.ts';

function matching(change: Partial<PatchFilter>, ...paths: string[]): (string | undefined)[] {
  const labelOf = (path: string) => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
  const table = tableOf(paths.map((path, id) => filePatch(id, path, labelOf(path))));
  const { ids } = new MatchesView(table, { ...NO_FILTER, ...change }).at(follow(table).now());
  return [...ids].map((id) => paths[id]);
}

describe('patches that pass a filter', () => {
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
          (each) => each.toLowerCase().includes(text.toLowerCase()) && `${folderOf(each)}/`.startsWith(`${folder}/`),
        );
        expect(matching({ text, folder }, ...all)).toEqual(expected);
      }),
    );
  });
});

describe('matches that follow', () => {
  it('pass over what was deleted, and are the same object while nothing of them changes', () => {
    const table = tableOf(['a.png', 'b.png', 'c.png'].map((path, id) => filePatch(id, path)));
    const { now } = follow(table);
    const view = new MatchesView(table, { ...NO_FILTER, text: 'b' });
    const before = view.at(now());
    table.remove([0]);
    table.put(packPatches([filePatch(3, 'd.png')]));
    expect(view.at(now())).toBe(before);
    table.put(packPatches([filePatch(4, 'b2.png')]));
    expect([...view.at(now()).ids]).toEqual([1, 4]);
    expect([...before.ids]).toEqual([1]);
    table.remove([1]);
    expect([...view.at(now()).ids]).toEqual([4]);
  });

  it('are what is found at once', () => {
    const path = fc.constantFrom('a/1.png', 'a/b/2.png', 'ab/3.png', 'c.png');
    const step = fc.record({
      put: fc.array(fc.tuple(fc.nat(50), path, fc.constantFrom('', 'p', 'q')), { maxLength: 6 }),
      removed: fc.array(fc.nat(50), { maxLength: 4 }),
    });
    const filter = fc.record({
      text: fc.constantFrom('', 'a', '2', 'b 3'),
      labels: fc.subarray(['', 'p', 'new']),
      folder: fc.constantFrom(undefined, '', 'a', 'a/b'),
      columns: fc.constantFrom([], [{ column: 'site', values: ['p', ''] }], [{ column: 'none', values: ['x'] }]),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), filter, (steps, wanted) => {
        const table = tableOf([]);
        const site = new CategoryColumn();
        table.join('site', site);
        const { now } = follow(table);
        const view = new MatchesView(table, wanted);
        for (const { put, removed } of steps) {
          table.put(packPatches(put.map(([id, name, label]) => filePatch(id, name, label))));
          for (const [id, , label] of put) if (label !== '') site.set(id, label);
          table.noteJoined(Uint32Array.from(put, ([id]) => id));
          table.remove(removed);
          const followed = view.at(now());
          const anew = new MatchesView(table, wanted).at(now());
          expect([...followed.ids]).toEqual([...anew.ids]);
          for (let id = 0; id < table.end; id++) expect(has(followed.set, id)).toBe(anew.ids.includes(id));
        }
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
