import { expect, it } from 'vitest';
import { hasSupportedExtension } from './supported-extensions.ts';

it.each([
  ['tile.tif', true],
  ['10104_CRC-Prim-HE-10_021.tif_Row_451_Col_1.TIFF', true],
  ['scan.JPG', true],
  ['notes.txt', false],
  ['tif', false],
  ['archive.tif.zip', false],
  ['ends with a dot.', false],
])('%s: %s', (name, supported) => {
  expect(hasSupportedExtension(name)).toBe(supported);
});
