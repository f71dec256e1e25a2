import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NumberColumn } from './number-column.ts';
import { type Patch, packPatches } from './patch-chunk.ts';
import { PatchTable } from './patch-table.ts';
import { filePatch, slidePatch, tableOf } from './testing/table-of.ts';

const PATCHES = [
  filePatch(0, 'fat/a.png', 'fat'),
  slidePatch(1, 's/one.svs', 3, 2, 'gland'),
  filePatch(3, 'loose.png'),
];

describe('a table of patches', () => {
  it('gives back what was put into it, and nothing where nothing was', () => {
    const table = tableOf(PATCHES);
    expect([0, 1, 2, 3, 4].map((id) => table.get(id))).toEqual([
      PATCHES[0],
      PATCHES[1],
      undefined,
      PATCHES[2],
      undefined,
    ]);
    expect([table.count, table.end]).toEqual([3, 4]);
    expect(table.list()).toEqual(PATCHES);
    expect(table.list(1, 3)).toEqual([PATCHES[1]]);
  });

  it('knows the folder and the slide of each, and where it lies there', () => {
    const { folder, slide, label } = tableOf(PATCHES);
    const wordsOf = (column: typeof folder) => [0, 1, 2, 3].map((id) => column.wordAt(id));
    expect(wordsOf(folder)).toEqual(['fat', 's', undefined, '']);
    expect(wordsOf(slide)).toEqual([undefined, 's/one.svs', undefined, undefined]);
    expect(wordsOf(label)).toEqual(['fat', 'gland', undefined, '']);
    expect(tableOf(PATCHES).areaAt(1)).toEqual({ x: 768, y: 512, width: 256, height: 256 });
    expect(tableOf(PATCHES).areaAt(0)).toBeUndefined();
  });

  it('takes what was put in again for the same patch', () => {
    const table = tableOf(PATCHES);
    table.put(packPatches([filePatch(1, 'gland/b.png', 'gland')]));
    expect(table.get(1)).toEqual(filePatch(1, 'gland/b.png', 'gland'));
    expect(table.count).toBe(3);
    expect(table.slide.wordAt(1)).toBeUndefined();
  });

  it.each([
    ['letters that are longer in lower case', ['İ/one.png', 'x/TWO.png', 'İİ.png']],
    ['capitals', ['A/One.png', 'b/two.png']],
    ['a sigma at the end of a name', ['ΟΔΟΣ', 'Α.png', 'ΟΔΟΣ\n', 'Σ']],
    ['line feeds', ['a\nb.png', '\n', 'c.png\n']],
  ])('keeps paths of %s, and in lower case', (_name, paths) => {
    const table = tableOf(paths.map((path, id) => filePatch(id, path)));
    expect(paths.map((_, id) => table.pathAt(id))).toEqual(paths);
    expect(paths.map((_, id) => table.lowerPathAt(id))).toEqual(paths.map((path) => path.toLowerCase()));
  });

  it('forgets what is removed, whatever was known of it', () => {
    const table = tableOf(PATCHES);
    const age = new NumberColumn();
    age.set(1, 70);
    table.join('age', age);
    table.remove([1, 1, 2, 99]);
    expect([table.get(1), table.count, table.end]).toEqual([undefined, 2, 4]);
    expect([table.label, table.folder, table.slide].map((column) => column.wordAt(1))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(age.valueAt(1)).toBeNaN();
    expect(table.label.countOf(table.label.codeOf('gland') ?? 0)).toBe(0);
  });

  it('is what a plain map of patches is, whatever comes and goes', () => {
    const change = fc.oneof(
      fc.array(fc.tuple(fc.nat(40), fc.constantFrom('a/1.png', 'a/b/2.png', 'C.png'), fc.constantFrom('', 'x', 'y'))),
      fc.array(fc.nat(40)),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), (changes) => {
        const table = new PatchTable('c');
        const plain = new Map<number, Patch>();
        for (const each of changes) {
          const put = each
            .filter((one) => typeof one !== 'number')
            .map(([id, path, label]) => filePatch(id, path, label));
          const removed = each.filter((one) => typeof one === 'number');
          table.put(packPatches(put));
          table.remove(removed);
          for (const patch of put) plain.set(patch.id, patch);
          for (const id of removed) plain.delete(id);
        }
        expect(table.list()).toEqual([...plain.values()].sort((a, b) => a.id - b.id));
        expect(table.count).toBe(plain.size);
        for (const word of ['', 'x', 'y']) {
          const having = [...plain.values()].filter(({ label }) => label === word).length;
          expect(table.label.countOf(table.label.codeOf(word) ?? 0)).toBe(having);
        }
      }),
    );
  });
});

describe('what has changed since a version', () => {
  it('is nothing when nothing has', () => {
    const table = tableOf(PATCHES);
    expect(table.changesSince(table.version)).toMatchObject({ areAppended: true, slides: new Set() });
    expect(table.changesSince(table.version)?.ids).toHaveLength(0);
  });

  it('tells patches that came behind all others from those that changed, and the slides that they lie on', () => {
    const table = tableOf(PATCHES);
    const { version } = table;
    table.put(packPatches([filePatch(6, 'x.png'), slidePatch(5, 's/two.svs', 0, 0)]));
    table.put(packPatches([filePatch(7, 'y.png')]));
    const two = table.slide.codeOf('s/two.svs');
    expect(table.changesSince(version)).toEqual({
      ids: Uint32Array.of(5, 6, 7),
      areAppended: true,
      slides: new Set([two]),
    });
    table.remove([1]);
    table.put(packPatches([filePatch(6, 'x.png', 'new')]));
    const one = table.slide.codeOf('s/one.svs');
    expect(table.changesSince(version)).toEqual({
      ids: Uint32Array.of(1, 5, 6, 7),
      areAppended: false,
      slides: new Set([two, one]),
    });
  });

  it('names both slides of a patch that lies on another one now', () => {
    const table = tableOf(PATCHES);
    const { version } = table;
    table.put(packPatches([slidePatch(1, 's/two.svs', 0, 0)]));
    const codes = ['s/one.svs', 's/two.svs'].map((path) => table.slide.codeOf(path));
    expect(table.changesSince(version)?.slides).toEqual(new Set(codes));
  });

  it('cannot be told from long ago, or when a column has come', () => {
    const table = tableOf([]);
    const begin = table.version;
    for (let first = 0; first < 70_000; first += 10_000) {
      table.put(packPatches(Array.from({ length: 10_000 }, (_, at) => filePatch(first + at, 'a.png'))));
    }
    expect(table.changesSince(begin)).toBeUndefined();
    const before = table.version;
    table.join('age', new NumberColumn());
    expect(table.changesSince(before)).toBeUndefined();
    expect(table.changesSince(table.version)).toBeDefined();
  });
});
