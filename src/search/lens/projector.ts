import { vectorLength, writeUnitVector } from './learned-distance.ts';
import type { Lens } from './lens.ts';
import { Places } from './lens-kernel.ts';
import { createProjectKernel, type ProjectKernel } from './project-kernel.ts';

/** Directions that the kernel sums at once, values of half a byte, and half bytes of a byte. */
const GROUP = 8;
const VALUES = 16;
const HALVES = 2;

const ROWS_BYTES = 1024 * 1024;

/**
 * Projects barcodes by a lens: what each half of a byte adds is looked up in a table of its sixteen values, so that a
 * projection of 1,280 bytes takes 2,560 additions a group of eight directions.
 */
export class Projector {
  readonly lens: Lens;
  readonly #kernel: ProjectKernel;
  readonly #barcodeBytes: number;
  readonly #rows: number;
  readonly #rowsAt: number;
  readonly #tablesAt: number;
  readonly #startAt: number;
  readonly #sumsAt: number;

  /** @throws AppError search-out-of-memory. */
  constructor(lens: Lens) {
    this.lens = lens;
    this.#barcodeBytes = Math.ceil(lens.bits / 8);
    this.#rows = Math.max(1, Math.floor(ROWS_BYTES / this.#barcodeBytes));
    const groups = this.vectorLength / GROUP;
    const places = new Places();
    this.#rowsAt = places.take(this.#rows * this.#barcodeBytes);
    this.#tablesAt = places.take(groups * this.#tableBytes);
    this.#startAt = places.take(this.vectorLength * 4);
    this.#sumsAt = places.take(this.#rows * this.vectorLength * 4);
    this.#kernel = createProjectKernel(places.bytes);
    this.#fillTables();
  }

  /** Numbers of a unit vector: the lens' directions, and zeros. */
  get vectorLength(): number {
    return vectorLength(this.lens.directions);
  }

  /** @returns `lens.directions` numbers a barcode. */
  project(barcodes: Uint8Array): Float32Array<ArrayBuffer> {
    const { directions } = this.lens;
    const projections = new Float32Array((barcodes.length / this.#barcodeBytes) * directions);
    this.#eachOf(barcodes, (projection, at) => projections.set(projection, at * directions));
    return projections;
  }

  /** Writes the unit vectors of barcodes, `vectorLength` numbers each. */
  writeUnitVectors(barcodes: Uint8Array, vectors: Int16Array): void {
    const length = this.vectorLength;
    this.#eachOf(barcodes, (projection, at) =>
      writeUnitVector(projection, vectors.subarray(at * length, (at + 1) * length)),
    );
  }

  unitVectorsOf(barcodes: Uint8Array): Int16Array<ArrayBuffer> {
    const vectors = new Int16Array((barcodes.length / this.#barcodeBytes) * this.vectorLength);
    this.writeUnitVectors(barcodes, vectors);
    return vectors;
  }

  #eachOf(barcodes: Uint8Array, take: (projection: Float32Array, at: number) => void): void {
    const { memory, run } = this.#kernel;
    const { directions } = this.lens;
    const bytes = this.#barcodeBytes;
    const length = this.vectorLength;
    const count = barcodes.length / bytes;
    for (let first = 0; first < count; first += this.#rows) {
      const here = Math.min(this.#rows, count - first);
      new Uint8Array(memory.buffer, this.#rowsAt).set(barcodes.subarray(first * bytes, (first + here) * bytes));
      for (let group = 0; group < length; group += GROUP) {
        const tablesAt = this.#tablesAt + (group / GROUP) * this.#tableBytes;
        const [start, sums] = [this.#startAt + group * 4, this.#sumsAt + group * 4];
        run.project(this.#rowsAt, bytes, here, tablesAt, start, sums, length * 4);
      }
      const sums = new Float32Array(memory.buffer, this.#sumsAt, here * length);
      for (let at = 0; at < here; at++) take(sums.subarray(at * length, at * length + directions), first + at);
    }
  }

  /** Of a group of directions. */
  get #tableBytes(): number {
    return this.#barcodeBytes * HALVES * VALUES * GROUP * 4;
  }

  #fillTables(): void {
    const { bits, directions, matrix, offset } = this.lens;
    const { buffer } = this.#kernel.memory;
    new Float32Array(buffer, this.#startAt, directions).set(offset);
    for (let direction = 0; direction < directions; direction++) {
      const entries = matrix.subarray(direction * bits, (direction + 1) * bits);
      const tablesAt = this.#tablesAt + Math.floor(direction / GROUP) * this.#tableBytes;
      const tables = new Float32Array(buffer, tablesAt, this.#tableBytes / 4);
      for (let half = 0; half < this.#barcodeBytes * HALVES; half++) {
        for (let value = 0; value < VALUES; value++) {
          tables[(half * VALUES + value) * GROUP + (direction % GROUP)] = sumOfHalf(entries, half * 4, value);
        }
      }
    }
  }
}

/** What four bits from `bit` on add, the highest of `value` first; bits behind the last one add nothing. */
function sumOfHalf(entries: Float32Array, bit: number, value: number): number {
  let sum = 0;
  for (let at = 0; at < 4; at++) {
    const entry = entries[bit + at] ?? 0;
    sum += (value >> (3 - at)) & 1 ? entry : -entry;
  }
  return sum;
}
