import { expect, it } from 'vitest';
import { isHidden, toldByName } from './told-by-name.ts';

it.each([
  '.git',
  '.DS_Store',
  '@eaDir',
  '#recycle',
  '$RECYCLE.BIN',
  'System Volume Information',
  'Thumbs.db',
  '__MACOSX',
  'AUTORUN.INF',
  '~$notes.docx',
])('%s is hidden', (name) => expect(isHidden(name)).toBe(true));

it.each(['recycle', 'a.png', '__proto__', 'constructor', '#1', '$a', '@home', '~x'])('%s is not', (name) =>
  expect(isHidden(name)).toBe(false),
);

it.each([
  ['dataset.zip', 'unpack'],
  ['a/b.tar.gz', 'unpack'],
  ['slides.lnk', 'link'],
  ['photo.HEIC', 'HEIC image: save it as PNG'],
  ['list.afi', 'Aperio'],
  ['labels.CSV', 'table: open the collection'],
])('%s: …%s…', (path, words) => {
  expect(toldByName(path)).toContain(words);
});

it('nothing is told of other files', () => {
  expect(toldByName('notes.txt')).toBeUndefined();
  expect(toldByName('constructor')).toBeUndefined();
  expect(toldByName('a.constructor')).toBeUndefined();
});
