import { expect, it } from 'vitest';
import { kindByName } from './supported-extensions.ts';

it.each([
  ['tile.tif', 'either'],
  ['10104_CRC-Prim-HE-10_021.tif_Row_451_Col_1.TIFF', 'either'],
  ['akoya.qptiff', 'either'],
  ['large.btf', 'either'],
  ['scan.JPG', 'image'],
  ['slides/CMU-1.svs', 'slide'],
  ['scan.mrxs', 'slide'],
  ['series.1/instance.DCM', 'slide'],
  ['series.1/1.2.840.10008.5', 'unnamed'],
  ['SM.1.2.826.0.1.3680043.9.2.2', 'unnamed'],
  ['VLw.1.2.826.0.1.3680043.9.2.1', 'unnamed'],
  ['series/IM0001', 'unnamed'],
  ['notes.txt', undefined],
  ['archive.tif.zip', undefined],
  ['ends with a dot.', undefined],
])('%s: %s', (name, kind) => {
  expect(kindByName(name)).toBe(kind);
});
