import { expect, it } from 'vitest';
import { imageAmong } from './image-intake.ts';

type Item = Pick<DataTransferItem, 'kind' | 'getAsFile' | 'webkitGetAsEntry'>;

const text: Item = { kind: 'string', getAsFile: () => null, webkitGetAsEntry: () => null };
const folder: Item = {
  kind: 'file',
  getAsFile: () => new File([], 'slides'),
  webkitGetAsEntry: () => ({ isDirectory: true }) as FileSystemEntry,
};
const image = (name: string): Item => ({
  kind: 'file',
  getAsFile: () => new File([], name),
  webkitGetAsEntry: () => ({ isDirectory: false }) as FileSystemEntry,
});
const among = (...items: Item[]) => imageAmong(items as unknown as DataTransferItemList)?.name;

it('takes the first file beside text', () => {
  expect(among(text, image('a.tif'), image('b.tif'))).toBe('a.tif');
});

it('takes a pasted file, which has no entry', () => {
  expect(among({ ...image('pasted.png'), webkitGetAsEntry: () => null })).toBe('pasted.png');
});

it('leaves folders to the page', () => {
  expect(among(folder)).toBeUndefined();
});
