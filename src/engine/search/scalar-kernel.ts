import type { Scan, Select, SelectEach } from './hamming-kernel.ts';

/** The kernel of hamming.as.ts in plain TypeScript, for engines without WebAssembly SIMD. */
export class ScalarKernel {
  readonly #memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  readonly scan: Scan = (rows, rowBytes, count, query, distances) => {
    const words = new Uint32Array(this.#memory.buffer);
    for (let row = 0; row < count; row++) {
      words[distances / 4 + row] = distance(words, rows + row * rowBytes, query, rowBytes);
    }
  };

  readonly select: Select = (rows, rowBytes, count, examples, likes, unlikes, byNearest, allowed, limit, found) => {
    const words = new Uint32Array(this.#memory.buffer);
    const bytes = new Uint8Array(this.#memory.buffer);
    const weight = byNearest ? 1 : likes;
    let pairs = 0;
    for (let row = 0; row < count; row++) {
      if (!(((bytes[allowed + (row >> 3)] ?? 0) >> (row & 7)) & 1)) continue;
      const toExample = (example: number) =>
        distance(words, rows + row * rowBytes, examples + example * rowBytes, rowBytes);
      let score = toExample(0);
      for (let like = 1; like < likes; like++) {
        score = byNearest ? Math.min(score, toExample(like)) : score + toExample(like);
      }
      if (score >= limit) continue;
      let isNearerToUnlike = false;
      for (let unlike = likes; unlike < likes + unlikes; unlike++) {
        if (toExample(unlike) * weight < score) isNearerToUnlike = true;
      }
      if (isNearerToUnlike) continue;
      words.set([row, score], found / 4 + 2 * pairs++);
    }
    return pairs;
  };

  readonly selectEach: SelectEach = (rows, rowBytes, count, queries, queryCount, limits, found) => {
    const words = new Uint32Array(this.#memory.buffer);
    let triples = 0;
    for (let query = 0; query < queryCount; query++) {
      const limit = words[limits / 4 + query] ?? 0;
      for (let row = 0; row < count; row++) {
        const bits = distance(words, rows + row * rowBytes, queries + query * rowBytes, rowBytes);
        if (bits < limit) words.set([query, row, bits], found / 4 + 3 * triples++);
      }
    }
    return triples;
  };
}

/** Differing bits of the `bytes` bytes at the addresses `a` and `b`, all multiples of 4. */
function distance(words: Uint32Array, a: number, b: number, bytes: number): number {
  let bits = 0;
  for (let offset = 0; offset < bytes; offset += 4) {
    bits += bitsSet((words[(a + offset) / 4] ?? 0) ^ (words[(b + offset) / 4] ?? 0));
  }
  return bits;
}

/** Bits set of a 32-bit word: sums of neighbouring bits, pairs and nibbles, then all bytes at once. */
function bitsSet(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
