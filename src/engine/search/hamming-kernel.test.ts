import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { createScalarKernel, createSimdKernel, type HammingKernel, PAGE_BYTES } from './hamming-kernel.ts';

const kernels: [string, () => HammingKernel | undefined][] = [
  ['SIMD', createSimdKernel],
  ['scalar', createScalarKernel],
];

describe.each(kernels)('the %s kernel', (_name, create) => {
  function requireKernel(): HammingKernel {
    const kernel = create();
    if (!kernel) throw new Error('no WebAssembly SIMD here');
    return kernel;
  }

  it('counts what the reference counts, row by row', () => {
    const kernel = requireKernel();
    // Up to 70 vectors of 16 bytes: past two of the blocks in which the SIMD kernel adds bytes without overflow.
    const cases = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.nat(8)).chain(([vectors, count]) =>
      fc.tuple(
        fc.uint8Array({ minLength: vectors * 16, maxLength: vectors * 16 }),
        fc.array(fc.uint8Array({ minLength: vectors * 16, maxLength: vectors * 16 }), {
          minLength: count,
          maxLength: count,
        }),
      ),
    );
    fc.assert(
      fc.property(cases, ([query, rows]) => {
        const rowsAt = query.length;
        const distancesAt = rowsAt + rows.length * query.length;
        const memory = new Uint8Array(kernel.memory.buffer);
        memory.set(query);
        memory.set(Buffer.concat(rows), rowsAt);
        kernel.scan(rowsAt, query.length, rows.length, 0, distancesAt);
        const distances = new Uint32Array(kernel.memory.buffer, distancesAt, rows.length);
        expect([...distances]).toEqual(rows.map((row) => hammingDistance(row, query)));
      }),
    );
  });

  it('counts rows that differ in every bit, however long', () => {
    const kernel = requireKernel();
    const rowBytes = 20_000;
    new Uint8Array(kernel.memory.buffer).fill(0xff, rowBytes, 3 * rowBytes);
    kernel.scan(rowBytes, rowBytes, 2, 0, 3 * rowBytes);
    expect([...new Uint32Array(kernel.memory.buffer, 3 * rowBytes, 2)]).toEqual([160_000, 160_000]);
  });

  it('reaches the very end of its memory, short of 4 GiB', () => {
    const kernel = requireKernel();
    kernel.memory.grow(65_535 - 1);
    const end = 65_535 * PAGE_BYTES;
    new Uint8Array(kernel.memory.buffer, end - 16).fill(0x0f);
    kernel.scan(end - 32, 16, 2, 0, 1024);
    expect([...new Uint32Array(kernel.memory.buffer, 1024, 2)]).toEqual([0, 64]);
    expect(() => kernel.memory.grow(1)).toThrow(RangeError);
  });
});
