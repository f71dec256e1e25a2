import { expect, it } from 'vitest';
import { jpegAddress } from './jpeg-address.ts';
import { seededRandom } from './seeded-random.ts';

const random = seededRandom(3);

it.each([0, 1, 2, 3, 16_384, 40_000])(
  'holds an image of %i bytes, whether the browser writes base64 or not',
  (length) => {
    const jpeg = Uint8Array.from({ length }, () => random() * 256);
    const expected = `data:image/jpeg;base64,${Buffer.from(jpeg).toString('base64')}`;
    expect(jpegAddress(jpeg)).toBe(expected);
    const native = Object.assign(jpeg, { toBase64: () => Buffer.from(jpeg).toString('base64') });
    expect(jpegAddress(native)).toBe(expected);
  },
);
