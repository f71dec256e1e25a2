import { expect, it } from 'vitest';
import { pixelHash } from './pixel-hash.ts';

const data = Uint8Array.of(1, 2, 3, 4, 5, 6);

it('is equal for equal pixels, and differs for one value or another shape', async () => {
  const hash = await pixelHash({ width: 2, height: 1, data });
  expect(hash).toMatch(/^[0-9a-f]{16}$/);
  expect(await pixelHash({ width: 2, height: 1, data: data.slice() })).toBe(hash);
  expect(await pixelHash({ width: 1, height: 2, data })).not.toBe(hash);
  expect(await pixelHash({ width: 2, height: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 7) })).not.toBe(hash);
});
