import { describe, expect, it } from 'vitest';
import type { PatchRecord } from '../../library/schema.ts';
import { buildCatalog, folderOfPath } from './catalog.ts';

function patch(path: string, label: string): PatchRecord {
  return { collectionId: 'c', id: 0, path, label, width: 1, height: 1, fileSize: 1, fileModified: 0 };
}

describe('buildCatalog', () => {
  const catalog = buildCatalog([
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
    expect([...catalog.labelOf]).toEqual([2, 2, 1, 0]);
  });

  it('counts every folder with what lies below it', () => {
    expect(catalog.folders).toEqual([
      { value: '', count: 1 },
      { value: 'fat', count: 1 },
      { value: 'tumour', count: 2 },
      { value: 'tumour/s1', count: 1 },
      { value: 'tumour/s2', count: 1 },
    ]);
    expect([...catalog.folderOf].map((at) => catalog.folders[at]?.value)).toEqual([
      'tumour/s2',
      'tumour/s1',
      'fat',
      '',
    ]);
  });

  it('adds to a folder that holds patches of its own what its subfolders hold', () => {
    const { folders } = buildCatalog([patch('a/b/c/1.png', ''), patch('a/2.png', ''), patch('a/b/3.png', '')]);
    expect(folders).toEqual([
      { value: 'a', count: 3 },
      { value: 'a/b', count: 2 },
      { value: 'a/b/c', count: 1 },
    ]);
  });

  it('makes nothing of nothing', () => {
    expect(buildCatalog([])).toMatchObject({ labels: [], folders: [], lowerPaths: [] });
  });
});

describe('folderOfPath', () => {
  it('drops the file name', () => {
    expect(['a/b/c.png', 'c.png', ''].map(folderOfPath)).toEqual(['a/b', '', '']);
  });
});
