import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Patch, packPatches } from '../../columns/patch-chunk.ts';
import { PatchTable } from '../../columns/patch-table.ts';
import { Patches, SharedViews } from '../../columns/patches.ts';
import { patchPath } from '../../library/patch-path.ts';
import {
  categoryPixels,
  cellPixels,
  cellsWithin,
  LatticeView,
  latticeOf,
  NO_PATCH,
  patchAt,
  patchDrawn,
} from './lattice.ts';

const SIDE = 200;

function patchOf(id: number, slide: string, column: number, row: number): Patch {
  const area = { x: column * SIDE, y: row * SIDE, width: SIDE, height: SIDE };
  const path = patchPath(slide, area);
  return { collectionId: 'c', id, path, area, label: '', width: 256, height: 256 };
}

/** Two slides and a file of its own, their ids mixed. */
const patches: Patch[] = [
  patchOf(0, 'a.svs', 1, 0),
  patchOf(1, 'b.svs', 0, 0),
  patchOf(2, 'a.svs', 2, 1),
  { ...patchOf(3, 'tile.png', 0, 0), path: 'tile.png' },
  patchOf(4, 'a.svs', 0, 2),
];
delete (patches[3] as { area?: unknown }).area;

/** A table of these patches, and the lattice of a slide that follows it. */
function follow(slide: string, given: readonly Patch[] = patches) {
  const table = new PatchTable('c');
  table.put(packPatches(given));
  const views = new SharedViews(table);
  const view = new LatticeView(table, slide);
  return { table, now: () => view.at(new Patches(views)) };
}

function lattice() {
  const made = follow('a.svs').now();
  if (!made) throw new Error('no lattice');
  return made;
}

describe('the lattice of a slide', () => {
  it('puts each patch of the slide into its cell', () => {
    const { side, columns, rows, ids, indexed } = lattice();
    expect({ side, columns, rows }).toEqual({ side: SIDE, columns: 3, rows: 3 });
    expect([...ids]).toEqual([NO_PATCH, 0, NO_PATCH, NO_PATCH, NO_PATCH, 2, 4, NO_PATCH, NO_PATCH]);
    expect([...indexed]).toEqual([0, 2, 4]);
  });

  it('is nothing for a slide without patches', () => {
    expect(follow('c.svs').now()).toBeUndefined();
  });

  it('has no cell for what an older version imported from far outside of the slide', () => {
    const found = follow('a.svs', [...patches, patchOf(5, 'a.svs', 1e6, 1e6), patchOf(6, 'a.svs', 3, 0)]).now();
    expect(found).toMatchObject({ columns: 4, rows: 3, indexed: Uint32Array.of(0, 2, 4, 6) });
  });

  it('is the same object as long as nothing of its slide changes', () => {
    const { table, now } = follow('a.svs');
    const before = now();
    table.put(packPatches([patchOf(5, 'b.svs', 1, 1)]));
    table.remove([1]);
    expect(now()).toBe(before);
  });

  it('grows with the patches that come, and keeps its generation, so that what was measured stays', () => {
    const { table, now } = follow('a.svs', []);
    expect(now()).toBeUndefined();
    table.put(packPatches(patches));
    const { generation } = now() ?? {};
    table.put(packPatches([patchOf(5, 'a.svs', 6, 4)]));
    expect(now()).toMatchObject({ columns: 7, rows: 5, generation });
    expect([...(now()?.indexed ?? [])]).toEqual([0, 2, 4, 5]);
  });

  it('begins a new generation when one of its patches goes or is another now', () => {
    const { table, now } = follow('a.svs');
    const first = now()?.generation;
    table.put(packPatches([{ ...patchOf(2, 'a.svs', 2, 1), label: 'fat' }]));
    const second = now()?.generation;
    expect(second).not.toBe(first);
    table.remove([2]);
    expect(now()?.generation).not.toBe(second);
    expect([...(now()?.indexed ?? [])]).toEqual([0, 4]);
  });

  it('followed is what it is when it is worked out at once', () => {
    const place = fc.record({ slide: fc.constantFrom('a.svs', 'b.svs'), column: fc.nat(6), row: fc.nat(6) });
    const step = fc.record({
      added: fc.array(place, { maxLength: 5 }),
      removed: fc.array(fc.nat(30), { maxLength: 2 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const { table, now } = follow('a.svs', []);
        const there = new Map<number, Patch>();
        let next = 0;
        for (const { added, removed } of steps) {
          const placed = added.map(({ slide, column, row }) => patchOf(next++, slide, column, row));
          table.put(packPatches(placed));
          table.remove(removed);
          for (const patch of placed) there.set(patch.id, patch);
          for (const id of removed) there.delete(id);
          now();
        }
        const { generation: _g, ...followed } = now() ?? { generation: 0 };
        const { generation: _h, ...atOnce } = follow('a.svs', [...there.values()]).now() ?? { generation: 0 };
        expect(followed).toEqual(atOnce);
      }),
    );
  });
});

describe('patchAt', () => {
  it('finds the patch under a point, its left and upper edges included', () => {
    const at = (x: number, y: number) => patchAt(lattice(), x, y);
    expect([at(200, 0), at(399.9, 199.9), at(400, 200), at(10, 410)]).toEqual([0, 0, 2, 4]);
    expect([at(0, 0), at(-1, 0), at(700, 0), at(200, -0.1)]).toEqual([undefined, undefined, undefined, undefined]);
  });
});

describe('cellPixels', () => {
  it('covers the cells that have a patch', () => {
    const alphas = cellPixels(lattice()).filter((_, at) => at % 4 === 3);
    expect([...alphas]).toEqual([0, 255, 0, 0, 0, 255, 255, 0, 0]);
  });
});

describe('cellsWithin', () => {
  it('are those that a view shows any of', () => {
    expect(cellsWithin(lattice(), { x: 150, y: -50, width: 100, height: 1000 })).toEqual({
      left: 0,
      top: 0,
      right: 2,
      bottom: 3,
    });
  });
});

describe('patchDrawn', () => {
  const exact = { x: 200, y: 0, width: SIDE, height: SIDE };

  it('takes a rectangle for the patch that it covers within the tolerance', () => {
    expect(patchDrawn(lattice(), exact, 0)).toBe(0);
    expect(patchDrawn(lattice(), { x: 197, y: 2, width: 206, height: 195 }, 4)).toBe(0);
  });

  it('leaves any other rectangle alone', () => {
    for (const other of [
      { ...exact, x: 206 },
      { ...exact, width: 212 },
      { ...exact, height: 2 * SIDE },
      { ...exact, x: 0 },
    ]) {
      expect(patchDrawn(lattice(), other, 5)).toBeUndefined();
    }
  });

  it('is never off by more than a twentieth of the side, however far away it was drawn', () => {
    const offset = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(offset, offset, offset, offset, (left, top, right, bottom) => {
        const drawn = { x: 200 + left, y: top, width: SIDE + right - left, height: SIDE + bottom - top };
        const isNear = [left, top, right, bottom].every((edge) => Math.abs(edge) <= SIDE / 20);
        expect(patchDrawn(lattice(), drawn, 1000)).toBe(isNear ? 0 : undefined);
      }),
    );
  });
});

it('colours cells by what their patches are, and leaves those of which nothing is known', () => {
  const lattice = latticeOf([
    { id: 4, area: { x: 0, y: 0, width: 8, height: 8 } },
    { id: 5, area: { x: 8, y: 0, width: 8, height: 8 } },
    { id: 6, area: { x: 0, y: 8, width: 8, height: 8 } },
  ]);
  if (!lattice) throw new Error('no lattice');
  const places = new Map([
    [4, 0],
    [6, 3],
  ]);
  const palette = [
    [1, 2, 3],
    [7, 8, 9],
  ] as const;
  const pixels = categoryPixels(lattice, (id) => places.get(id), palette);
  expect([...pixels]).toEqual([1, 2, 3, 255, 0, 0, 0, 0, 7, 8, 9, 255, 0, 0, 0, 0]);
});
