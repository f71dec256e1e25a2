import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Arrangement, AS_ADDED, arrange } from './arrangement.ts';
import { MatchesView, NO_FILTER } from './filter.ts';
import { naturalOrder } from './natural-order.ts';
import { NumberColumn } from './number-column.ts';
import type { Patch } from './patch-chunk.ts';
import { filePatch, follow, slidePatch, tableOf } from './testing/table-of.ts';

function arrangedAs(patches: readonly Patch[], change: Partial<Arrangement>, text = '') {
  const table = tableOf(patches);
  const { views, now } = follow(table);
  views.pathOrder.begin(new Uint32Array(0));
  const ages = new NumberColumn();
  for (const { id } of patches) if (id % 3 !== 2) ages.set(id, (id * 7) % 5);
  table.join('age', ages);
  const matches = new MatchesView(table, { ...NO_FILTER, text }).at(now());
  return arrange(now(), matches, { ...AS_ADDED, ...change });
}

const PATCHES = [
  filePatch(0, 'b/10.png', 'q'),
  filePatch(1, 'b/9.png', 'p'),
  slidePatch(2, 'a.svs', 0, 0, 'q'),
  filePatch(3, 'a/1.png', ''),
];

describe('patches are sorted', () => {
  it.each([
    ['added', false, [0, 1, 2, 3]],
    ['added', true, [3, 2, 1, 0]],
    ['path', false, [2, 3, 1, 0]],
    ['path', true, [0, 1, 3, 2]],
    ['label', false, [3, 1, 0, 2]],
    ['label', true, [0, 2, 1, 3]],
    ['slide', false, [2, 0, 1, 3]],
    ['age', false, [0, 3, 1, 2]],
    ['age', true, [1, 3, 0, 2]],
    ['nothing of that name', false, [0, 1, 2, 3]],
  ])('by %s, descending %s', (sortBy, isDescending, expected) => {
    expect([...arrangedAs(PATCHES, { sortBy, isDescending }).ids]).toEqual(expected);
  });

  it('as far as they pass the filter', () => {
    expect([...arrangedAs(PATCHES, { sortBy: 'path' }, 'b/').ids]).toEqual([1, 0]);
  });
});

it('patches are sorted by a column that is not the table’s, too', () => {
  const { now } = follow(tableOf(PATCHES));
  const matches = new MatchesView(now().table, NO_FILTER).at(now());
  const far = new Map([[':far', NumberColumn.of(Float64Array.of(3, 1, Number.NaN, 2))]]);
  expect([...arrange(now(), matches, { ...AS_ADDED, sortBy: ':far' }, far).ids]).toEqual([1, 3, 0, 2]);
});

describe('patches are grouped', () => {
  it('by a word, each group sorted, those without one last', () => {
    const arranged = arrangedAs(PATCHES, { sortBy: 'path', groupBy: 'label' });
    expect([...arranged.ids]).toEqual([3, 1, 2, 0]);
    expect(arranged.groups).toEqual([
      { value: '', first: 0, count: 1 },
      { value: 'p', first: 1, count: 1 },
      { value: 'q', first: 2, count: 2 },
    ]);
    expect(arrangedAs(PATCHES, { groupBy: 'slide' }).groups).toEqual([
      { value: 'a.svs', first: 0, count: 1 },
      { value: undefined, first: 1, count: 3 },
    ]);
  });

  it('from the last word to the first, when that is what they are sorted by', () => {
    const { groups } = arrangedAs(PATCHES, { sortBy: 'label', isDescending: true, groupBy: 'label' });
    expect(groups?.map(({ value }) => value)).toEqual(['q', 'p', '']);
  });

  it('by a column of numbers not at all', () => {
    expect(arrangedAs(PATCHES, { groupBy: 'age' }).groups).toBeUndefined();
  });
});

it('every patch is there once, in the order of a plain sort, and is found at its place', () => {
  const path = fc.constantFrom('a/1.png', 'a/2.png', 'a/10.png', 'B/2.png', 'c.png');
  const some = fc.array(fc.tuple(path, fc.constantFrom('', 'p', 'q', 'r10', 'r9')), { maxLength: 30 });
  const sortBy = fc.constantFrom('added', 'path', 'label', 'folder');
  fc.assert(
    fc.property(
      some,
      sortBy,
      fc.boolean(),
      fc.option(fc.constantFrom('label', 'folder'), { nil: undefined }),
      (all, by, isDescending, groupBy) => {
        const patches = all.map(([name, label], id) => filePatch(id, name, label));
        const arranged = arrangedAs(patches, { sortBy: by, isDescending, groupBy });
        const folderOf = ({ path: of }: Patch) => of.slice(0, Math.max(0, of.lastIndexOf('/')));
        const wordOf = (patch: Patch, column: string) => (column === 'label' ? patch.label : folderOf(patch));
        const sign = isDescending ? -1 : 1;
        const plain = patches.toSorted((a, b) => {
          const byGroup = groupBy ? naturalOrder(wordOf(a, groupBy), wordOf(b, groupBy)) : 0;
          if (byGroup !== 0) return groupBy === by ? sign * byGroup : byGroup;
          if (by === 'added') return sign * (a.id - b.id);
          if (by === 'path') return sign * (naturalOrder(a.path.toLowerCase(), b.path.toLowerCase()) || a.id - b.id);
          return sign * naturalOrder(wordOf(a, by), wordOf(b, by)) || a.id - b.id;
        });
        expect([...arranged.ids]).toEqual(plain.map(({ id }) => id));
        expect(plain.map(({ id }) => arranged.positionOf(id))).toEqual([...plain.keys()]);
        expect(arranged.positionOf(all.length)).toBe(-1);
      },
    ),
  );
});
