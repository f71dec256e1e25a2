import { Buffer } from 'node:buffer';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checksum } from './checksum.ts';

it('is the same for the same bytes, wherever they lie', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 0, max: 7 }), (bytes, offset) => {
      const elsewhere = new Uint8Array(offset + bytes.length);
      elsewhere.set(bytes, offset);
      expect(checksum(elsewhere.subarray(offset))).toBe(checksum(bytes));
      // Node's own kind, a part of which is no copy.
      expect(checksum(Buffer.from(elsewhere.buffer).subarray(offset))).toBe(checksum(bytes));
    }),
  );
});

it('changes with any single bit', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), fc.nat(), (bytes, at) => {
      const bit = at % (bytes.length * 8);
      const flipped = bytes.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(checksum(flipped)).not.toBe(checksum(bytes));
    }),
  );
});
