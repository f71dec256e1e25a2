/** Every view that follows a table says what it would say if it were worked out anew. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, MOST_LEVELS } from './folders.ts';
import { type Patch, packPatches } from './patch-chunk.ts';
import { filePatch, follow, slidePatch, tableOf } from './testing/table-of.ts';

const PATCHES = [
  filePatch(0, 'tumour/s2/B.png', 'tumour'),
  filePatch(1, 'tumour/s1/a.png', 'tumour'),
  filePatch(2, 'fat/a10.png', 'fat'),
  filePatch(3, 'fat/a9.png', ''),
];

describe('facets', () => {
  it('count labels in natural order, unlabelled first', () => {
    expect(follow(tableOf(PATCHES)).now().facets.labels).toEqual([
      { value: '', count: 1 },
      { value: 'fat', count: 1 },
      { value: 'tumour', count: 2 },
    ]);
    const grades = ['grade 10', 'grade 2', 'grade 1'].map((label, id) => filePatch(id, `${id}.png`, label));
    expect(
      follow(tableOf(grades))
        .now()
        .facets.labels.map(({ value }) => value),
    ).toEqual(['grade 1', 'grade 2', 'grade 10']);
  });

  it('count every folder with what lies below it', () => {
    const paths = ['a/b/c/1.png', 'a/2.png', 'a/b/3.png', 'loose.png'];
    expect(follow(tableOf(paths.map((path, id) => filePatch(id, path)))).now().facets.folders).toEqual([
      { value: '', count: 1 },
      { value: 'a', count: 3 },
      { value: 'a/b', count: 2 },
      { value: 'a/b/c', count: 1 },
    ]);
  });

  it('end at a level that nobody looks below, where a path has room for thousands', () => {
    const paths = Array.from({ length: 50 }, (_, at) => `${at}/${'a/'.repeat(16_000)}${at}.png`);
    const { folders } = follow(tableOf(paths.map((path, id) => filePatch(id, path)))).now().facets;
    expect(folders).toHaveLength(50 * MOST_LEVELS);
    expect(folders.every(({ count }) => count === 1)).toBe(true);
  });

  it('leave out what no patch has any more', () => {
    const table = tableOf(PATCHES);
    const { now } = follow(table);
    expect(now().facets.labels).toHaveLength(3);
    table.remove([2, 3]);
    expect(now().facets).toEqual({
      labels: [{ value: 'tumour', count: 2 }],
      folders: [
        { value: 'tumour', count: 2 },
        { value: 'tumour/s1', count: 1 },
        { value: 'tumour/s2', count: 1 },
      ],
    });
  });
});

describe('the order of labels', () => {
  it('is the same map as long as the labels are the same', () => {
    const table = tableOf(PATCHES);
    const { now } = follow(table);
    const before = now().labelOrder;
    expect([...before]).toEqual([
      ['fat', 0],
      ['tumour', 1],
    ]);
    table.put(packPatches([filePatch(4, 'more.png', 'fat')]));
    table.remove([0]);
    expect(now().labelOrder).toBe(before);
    table.put(packPatches([filePatch(5, 'other.png', 'gland')]));
    expect([...now().labelOrder.keys()]).toEqual(['fat', 'gland', 'tumour']);
    table.remove([1]);
    expect([...now().labelOrder.keys()]).toEqual(['fat', 'gland']);
  });
});

describe('the order of paths', () => {
  it('is not there before it has begun', () => {
    expect(follow(tableOf(PATCHES)).now().pathOrder).toBeUndefined();
  });

  it('takes in what came and lets go what went while it was worked out elsewhere', () => {
    const table = tableOf(PATCHES);
    const { views, now } = follow(table);
    const order = Uint32Array.of(3, 2, 1, 0);
    table.remove([2]);
    table.put(packPatches([filePatch(4, 'more.png')]));
    views.pathOrder.begin(order);
    expect([...(now().pathOrder ?? [])]).toEqual([3, 4, 1, 0]);
  });
});

const PATHS = ['a/1.png', 'a/2.png', 'a/10.png', 'A/b/2.png', 'c.png', 'b/c/d.png', ''];
const label = fc.constantFrom('', 'p', 'q', 'r');
const step = fc.record({
  put: fc.array(fc.tuple(fc.nat(60), label), { maxLength: 6 }),
  removed: fc.array(fc.nat(60), { maxLength: 4 }),
});

it('what is followed is what is worked out at once', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 10 }), (steps) => {
      const table = tableOf([]);
      const { views, now } = follow(table);
      views.pathOrder.begin(new Uint32Array(0));
      const there = new Map<number, Patch>();
      for (const { put, removed } of steps) {
        const patches = put.map(([id, word]) => filePatch(id, PATHS[id % PATHS.length] ?? '', word));
        table.put(packPatches(patches));
        table.remove(removed);
        for (const patch of patches) there.set(patch.id, patch);
        for (const id of removed) there.delete(id);
        const anew = follow(tableOf([...there.values()]));
        anew.views.pathOrder.begin(new Uint32Array(0));
        expect(now().facets).toEqual(anew.now().facets);
        expect([...now().labelOrder]).toEqual([...anew.now().labelOrder]);
        expect(now().pathOrder).toEqual(anew.now().pathOrder);
      }
    }),
  );
});

it('a folder holds itself and what lies below it, but not folders that only start alike', () => {
  expect(['a', 'a/b', 'ab', ''].map((folder) => isWithin(folder, 'a'))).toEqual([true, true, false, false]);
});

it('patches of a slide lie in the folder of the slide', () => {
  expect(follow(tableOf([slidePatch(0, 's/one.svs', 0, 0)])).now().facets.folders).toEqual([{ value: 's', count: 1 }]);
});
