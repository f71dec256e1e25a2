import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hammingDistance } from '../barcode/hamming.ts';
import { allocateSharedMemory, createKernel, PAGE_BYTES, type SearchKernel } from './hamming-kernel.ts';

const kernels: [string, () => SearchKernel][] = [
  ['SIMD', () => createKernel()],
  ['shared memory', () => createKernel(allocateSharedMemory())],
];

/** No vectors: distances are those of the bits. */
const PLAIN = [0, 0, 0, 1, 0] as const;

/** Rows of `vectors` x 16 bytes that differ little (so that ties are many) or not at all, or at random. */
function rowsOf(vectors: number, count: number): fc.Arbitrary<Uint8Array[]> {
  const length = vectors * 16;
  const row = fc.oneof(
    fc.constant(new Uint8Array(length)),
    fc.constant(new Uint8Array(length).fill(0xff)),
    fc.nat(length - 1).map((at) => new Uint8Array(length).fill(1, at, at + 1)),
    fc.uint8Array({ minLength: length, maxLength: length }),
  );
  return fc.array(row, { minLength: count, maxLength: count });
}

describe.each(kernels)('the %s kernel', (_name, create) => {
  it('counts what the reference counts, row by row', () => {
    const kernel = create();
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

  it('selects what plain sums and comparisons would select', () => {
    const kernel = create();
    const cases = fc
      .record({ vectors: fc.integer({ min: 1, max: 40 }), count: fc.nat(70) })
      .chain(({ vectors, count }) =>
        fc.record({
          rows: rowsOf(vectors, count),
          positives: fc.integer({ min: 1, max: 3 }).chain((positives) => rowsOf(vectors, positives)),
          negatives: fc.nat(2).chain((negatives) => rowsOf(vectors, negatives)),
          byNearest: fc.boolean(),
          allowed: fc.array(fc.boolean(), { minLength: count, maxLength: count }),
          limit: fc.oneof(fc.nat(3000), fc.constant(0xffffffff)),
        }),
      );
    fc.assert(
      fc.property(cases, ({ rows, positives, negatives, byNearest, allowed, limit }) => {
        const rowBytes = positives[0]?.length ?? 0;
        const examplesAt = 1024;
        const rowsAt = examplesAt + 5 * rowBytes;
        const foundAt = rowsAt + rows.length * rowBytes;
        kernel.memory.grow(Math.max(0, Math.ceil((foundAt + 1024 - kernel.memory.buffer.byteLength) / PAGE_BYTES)));
        const memory = new Uint8Array(kernel.memory.buffer);
        memory.fill(0, 0, examplesAt);
        for (const [row, isAllowed] of allowed.entries()) {
          if (isAllowed) memory[row >> 3] = (memory[row >> 3] ?? 0) | (1 << (row & 7));
        }
        memory.set(Buffer.concat([...positives, ...negatives]), examplesAt);
        memory.set(Buffer.concat(rows), rowsAt);
        const count = kernel.select(
          rowsAt,
          rowBytes,
          rows.length,
          examplesAt,
          positives.length,
          negatives.length,
          byNearest ? 1 : 0,
          0,
          limit,
          foundAt,
          ...PLAIN,
        );
        const expected = rows.flatMap((row, at) => {
          const distances = positives.map((example) => hammingDistance(example, row));
          const score = byNearest ? Math.min(...distances) : distances.reduce((sum, distance) => sum + distance, 0);
          const weight = byNearest ? 1 : positives.length;
          const isNearerToNegative = negatives.some((example) => hammingDistance(example, row) * weight < score);
          return allowed[at] && score < limit && !isNearerToNegative ? [at, score] : [];
        });
        expect([...new Uint32Array(kernel.memory.buffer, foundAt, count * 2)]).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('selects for each of several queries what is below its limit', () => {
    const kernel = create();
    const cases = fc.record({ vectors: fc.integer({ min: 1, max: 20 }), count: fc.nat(20), queries: fc.nat(5) });
    const filled = cases.chain(({ vectors, count, queries }) =>
      fc.record({
        rowBytes: fc.constant(vectors * 16),
        rows: rowsOf(vectors, count),
        queries: rowsOf(vectors, queries),
        limits: fc.array(fc.nat(2000), { minLength: queries, maxLength: queries }),
      }),
    );
    fc.assert(
      fc.property(filled, ({ rowBytes, rows, queries, limits }) => {
        const queriesAt = 64;
        const rowsAt = queriesAt + queries.length * rowBytes;
        const foundAt = rowsAt + rows.length * rowBytes;
        const memory = new Uint8Array(kernel.memory.buffer);
        new Uint32Array(kernel.memory.buffer).set(limits);
        memory.set(Buffer.concat([...queries, ...rows]), queriesAt);
        const count = kernel.selectEach(rowsAt, rowBytes, rows.length, queriesAt, queries.length, 0, foundAt, ...PLAIN);
        const expected = queries.flatMap((query, place) =>
          rows.flatMap((row, at) => {
            const distance = hammingDistance(query, row);
            return distance < (limits[place] ?? 0) ? [place, at, distance] : [];
          }),
        );
        expect([...new Uint32Array(kernel.memory.buffer, foundAt, count * 3)]).toEqual(expected);
      }),
    );
  });

  it('counts rows that differ in every bit, however long', () => {
    const kernel = create();
    // More than 255 groups of 256 bytes, after which the SIMD kernel's 16-bit sums would overflow.
    const rowBytes = 300 * 256 + 48;
    kernel.memory.grow(4);
    new Uint8Array(kernel.memory.buffer).fill(0xff, rowBytes, 3 * rowBytes);
    kernel.scan(rowBytes, rowBytes, 2, 0, 3 * rowBytes);
    expect([...new Uint32Array(kernel.memory.buffer, 3 * rowBytes, 2)]).toEqual([rowBytes * 8, rowBytes * 8]);
  });

  it('reaches the very end of its memory, short of 4 GiB', () => {
    const kernel = create();
    kernel.memory.grow(65_535 - kernel.memory.buffer.byteLength / PAGE_BYTES);
    const end = 65_535 * PAGE_BYTES;
    new Uint8Array(kernel.memory.buffer, end - 16).fill(0x0f);
    kernel.scan(end - 32, 16, 2, 0, 1024);
    expect([...new Uint32Array(kernel.memory.buffer, 1024, 2)]).toEqual([0, 64]);
    expect(() => kernel.memory.grow(1)).toThrow(RangeError);
  });
});
