import { describe, expect, it } from 'vitest';
import { binarise } from '../../src/barcode/binarise.ts';
import { packBits } from '../../src/barcode/pack.ts';
import { seededRandom } from '../../src/base/seeded-random.ts';
import { sumViews } from '../../src/encoder/views.ts';
import { ENTRIES_A_VIEW, ENTRY_SPANS, type EntrySpan, VIEWS } from './entries.ts';
import { partBits } from './part-bits.ts';
import type { Part } from './parts.ts';

const PART: Part = {
  colours: 'as-is',
  views: [0, 1, 2, 3, 4, 5, 6, 7],
  layer: 2,
  entries: 'sampled',
  threshold: 'patch',
  weight: 1,
};
const { first, sampled } = ENTRY_SPANS[1] as EntrySpan;

const tiles = [1, 2, 3, 4].map((seed) => {
  const random = seededRandom(seed);
  return Float32Array.from({ length: VIEWS * ENTRIES_A_VIEW }, () => 1000 * random());
});

function ones(barcode: Uint8Array | undefined): number {
  return [...(barcode ?? [])].reduce((sum, byte) => sum + byte.toString(2).replaceAll('0', '').length, 0);
}

describe('the bits of a part', () => {
  it("are the encoder's", () => {
    const expected = tiles.map((entries) => {
      const views = Array.from({ length: VIEWS }, (_, view) => {
        const from = view * ENTRIES_A_VIEW + first;
        return [entries.slice(from, from + sampled)];
      });
      return sumViews(views, VIEWS).map((layers) => packBits(binarise(layers, 'per-layer')))[0];
    });
    expect(partBits(tiles, PART)).toEqual(expected);
  });

  it('are as many as the entries that are kept, and half of them set by a median', () => {
    const set = (change: Partial<Part>) => partBits(tiles, { ...PART, ...change }).map((barcode) => barcode.length * 8);
    expect(set({ entries: 'fourth' })).toEqual([512, 512, 512, 512]);
    expect(set({ entries: 'evenest' })).toEqual([1024, 1024, 1024, 1024]);
    expect(set({ entries: 'diagonal' })).toEqual([128, 128, 128, 128]);
    expect(set({ threshold: 'both' })).toEqual([4096, 4096, 4096, 4096]);
    const ofCollection = partBits(tiles, { ...PART, threshold: 'collection' });
    expect(ofCollection.reduce((sum, barcode) => sum + ones(barcode), 0)).toBe(2 * sampled);
  });

  it('forget how strong a channel is where they are correlations', () => {
    const part: Part = { ...PART, views: [0], layer: 1 };
    const stronger = (tiles[0] as Float32Array).slice();
    // The last row of the 64 x 64 triangle, of whose 2,080 entries the sample leaves out the very last.
    for (let at = 2048 - 63; at < 2048; at++) stronger[at] = (stronger[at] as number) * 4;
    stronger[2048 + 63] = (stronger[2048 + 63] as number) * 16;
    const bitsOf = (entries: Part['entries']) =>
      [tiles[0] as Float32Array, stronger].map((tile) => partBits([tile], { ...part, entries })[0]);
    const [before, after] = bitsOf('correlations');
    expect(after).toEqual(before);
    const [entriesBefore, entriesAfter] = bitsOf('sampled');
    expect(entriesAfter).not.toEqual(entriesBefore);
  });
});
