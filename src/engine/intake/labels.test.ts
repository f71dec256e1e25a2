import { describe, expect, it } from 'vitest';
import { countLabels, deepestFolderLevel, labelOf } from './labels.ts';

const files = ['tumour/a/1.png', 'tumour/b/2.png', 'stroma/a/3.png', '4.png'].map((path) => ({
  path,
  open: () => Promise.reject(new Error('not opened')),
}));

describe('labels', () => {
  it('come from the folder at the chosen level, and are empty where there is none', () => {
    const at = (folderLevel: number) => files.map(({ path }) => labelOf(path, { folderLevel, renamed: {} }));
    expect(at(1)).toEqual(['tumour', 'tumour', 'stroma', '']);
    expect(at(2)).toEqual(['a', 'b', 'a', '']);
    expect(at(0)).toEqual(['', '', '', '']);
  });

  it('take the name a person gave them', () => {
    expect(labelOf('tumour/a/1.png', { folderLevel: 1, renamed: { tumour: 'Carcinoma' } })).toBe('Carcinoma');
  });

  it('are counted by folder', () => {
    expect(countLabels(files, { folderLevel: 1, renamed: { stroma: 'Stroma' } })).toEqual([
      { folder: '', label: '', images: 1 },
      { folder: 'stroma', label: 'Stroma', images: 1 },
      { folder: 'tumour', label: 'tumour', images: 2 },
    ]);
    expect(deepestFolderLevel(files)).toBe(2);
  });
});
