import { describe, expect, it } from 'vitest';
import { paddingAfter, readTarHeader, tarHeader } from './tar.ts';

describe('a tar header', () => {
  it.each([0, 1, 511, 8 ** 11 - 1, 8 ** 11, 10 ** 13])('tells a size of %i bytes', (size) => {
    expect(readTarHeader(tarHeader('barcodes.npy', size))).toEqual({ name: 'barcodes.npy', size });
  });

  it('with any byte changed is not taken for one', () => {
    const header = tarHeader('barcodes.npy', 1280);
    for (let at = 0; at < header.length; at++) {
      const changed = header.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(readTarHeader(changed), `byte ${at}`).toBeUndefined();
    }
  });

  it('is followed by whole blocks', () => {
    expect([0, 1, 512, 513].map(paddingAfter)).toEqual([0, 511, 0, 511]);
  });
});
