import { describe, expect, it } from 'vitest';
import { dictionaryOf } from '../../base/dictionary.ts';
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
    expect(labelOf('tumour/a/1.png', { folderLevel: 1, renamed: dictionaryOf([['tumour', 'Carcinoma']]) })).toBe(
      'Carcinoma',
    );
  });

  it.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('may be called %s', (folder) => {
    const path = `${folder}/1.png`;
    expect(labelOf(path, { folderLevel: 1, renamed: {} })).toBe(folder);
    expect(labelOf(path, { folderLevel: 1, renamed: dictionaryOf([[folder, 'Carcinoma']]) })).toBe('Carcinoma');
    expect(countLabels([{ path }], { folderLevel: 1, renamed: {} })).toEqual([{ folder, label: folder, images: 1 }]);
  });

  it('are counted by folder', () => {
    expect(countLabels(files, { folderLevel: 1, renamed: dictionaryOf([['stroma', 'Stroma']]) })).toEqual([
      { folder: '', label: '', images: 1 },
      { folder: 'stroma', label: 'Stroma', images: 1 },
      { folder: 'tumour', label: 'tumour', images: 2 },
    ]);
    expect(deepestFolderLevel(files)).toBe(2);
  });
});
