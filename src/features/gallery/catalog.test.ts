import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PatchRecord } from '../../library/schema.ts';
import { type Catalog, catalogOf, folderOfPath, type Grouping } from './catalog.ts';

function patch(path: string, label: string): PatchRecord {
  return { collectionId: 'c', id: 0, path, label, width: 1, height: 1, fileSize: 1, fileModified: 0 };
}

function groupNames({ names, groupOf }: Grouping): (string | undefined)[] {
  return [...groupOf].map((group) => names[group]);
}

/** What a catalog says, without the order in which groups were met. */
function meaningOf({ patches, count, lowerPaths, labels, folders, byLabel, byFolder }: Catalog) {
  return { patches, count, lowerPaths, labels, folders, label: groupNames(byLabel), folder: groupNames(byFolder) };
}

describe('catalogOf', () => {
  const catalog = catalogOf([
    patch('tumour/s2/B.png', 'tumour'),
    patch('tumour/s1/a.png', 'tumour'),
    patch('fat/a.png', 'fat'),
    patch('loose.png', ''),
  ]);

  it('counts labels in sorted order, unlabelled first', () => {
    expect(catalog.labels).toEqual([
      { value: '', count: 1 },
      { value: 'fat', count: 1 },
      { value: 'tumour', count: 2 },
    ]);
    expect(groupNames(catalog.byLabel)).toEqual(['tumour', 'tumour', 'fat', '']);
  });

  it('counts every folder with what lies below it', () => {
    expect(catalog.folders).toEqual([
      { value: '', count: 1 },
      { value: 'fat', count: 1 },
      { value: 'tumour', count: 2 },
      { value: 'tumour/s1', count: 1 },
      { value: 'tumour/s2', count: 1 },
    ]);
    expect(groupNames(catalog.byFolder)).toEqual(['tumour/s2', 'tumour/s1', 'fat', '']);
  });

  it('adds to a folder that holds patches of its own what its subfolders hold', () => {
    const { folders } = catalogOf([patch('a/b/c/1.png', ''), patch('a/2.png', ''), patch('a/b/3.png', '')]);
    expect(folders).toEqual([
      { value: 'a', count: 3 },
      { value: 'a/b', count: 2 },
      { value: 'a/b/c', count: 1 },
    ]);
  });

  it('leaves out what was deleted', () => {
    const all = [patch('tumour/a.png', 'tumour'), patch('fat/a.png', 'fat'), patch('tumour/b.png', 'tumour')];
    const { count, labels, folders } = catalogOf([all[0], undefined, all[2]], catalogOf(all));
    expect(count).toBe(2);
    expect(labels).toEqual([{ value: 'tumour', count: 2 }]);
    expect(folders).toEqual([{ value: 'tumour', count: 2 }]);
  });

  it('makes nothing of nothing', () => {
    expect(catalogOf([])).toMatchObject({ labels: [], folders: [], lowerPaths: [] });
  });

  it('says the same whether it was built at once or from an earlier one', () => {
    const somePatch = fc
      .tuple(fc.constantFrom('', 'a/', 'a/b/', 'c/'), fc.constantFrom('X.png', 'y.png'), fc.constantFrom('', 'p', 'q'))
      .map(([folder, name, label]) => patch(folder + name, label));
    const some = fc.array(fc.option(somePatch, { nil: undefined }));
    const bit = fc.infiniteStream(fc.boolean());
    fc.assert(
      fc.property(some, some, bit, (before, fresh, isKept) => {
        const after = fresh.map((each, id) => (isKept.next().value ? (before[id] ?? each) : each));
        expect(meaningOf(catalogOf(after, catalogOf(before)))).toEqual(meaningOf(catalogOf(after)));
      }),
    );
  });
});

describe('folderOfPath', () => {
  it('drops the file name', () => {
    expect(['a/b/c.png', 'c.png', ''].map(folderOfPath)).toEqual(['a/b', '', '']);
  });
});
