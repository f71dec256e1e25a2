import { expect, it } from 'vitest';
import { searchAll } from './search-all.ts';

const tiles = [
  { path: 'S1_1', label: 'a' },
  { path: 'S1_2', label: 'b' },
  { path: 'S2_1', label: 'a' },
  { path: 'S3_1', label: 'b' },
];
/** Tile 0 is nearest to 1, of its own slide, and as near to 2 as to 3. */
const distances = Uint32Array.of(0, 1, 5, 5, 1, 0, 9, 2, 5, 9, 0, 7, 5, 2, 7, 0);
const protocol = { kind: 'leave-out', pattern: '^S\\d' } as const;

it('searches other slides only, and of equals the first', () => {
  expect([...searchAll(distances, tiles, [0, 1, 2, 3], protocol)]).toEqual([1, 1, 0, 0]);
});

it('takes members alone as references', () => {
  expect([...searchAll(distances, tiles, [0, 3], protocol)]).toEqual([0, 0]);
});
