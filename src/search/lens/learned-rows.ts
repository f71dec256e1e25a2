import type { DistanceScale } from './learned-distance.ts';
import { distanceScale } from './learned-distance.ts';
import type { Lens } from './lens.ts';
import { Projector } from './projector.ts';

/** What threads need to compare patches through a lens. */
export interface Learned {
  /** Unit vectors by id, `vectorLength` numbers each; shared by the threads that scan. */
  readonly vectors: Int16Array;
  readonly vectorLength: number;
  readonly scale: DistanceScale;
}

/** The unit vectors of consecutive barcodes, from id 0 on, as a lens gives them. */
export class LearnedRows {
  readonly projector: Projector;
  readonly #isShared: boolean;
  #vectors: Int16Array;

  /**
   * @param capacity Barcodes that there is room for at first.
   * @throws AppError search-out-of-memory.
   */
  constructor(lens: Lens, capacity: number, isShared: boolean) {
    this.projector = new Projector(lens);
    this.#isShared = isShared;
    this.#vectors = this.#allocate(capacity);
  }

  get lens(): Lens {
    return this.projector.lens;
  }

  /** @param positives See `distanceScale`. */
  learned(positives = 1): Learned {
    const { vectorLength, lens } = this.projector;
    return { vectors: this.#vectors, vectorLength, scale: distanceScale(lens.bits, positives) };
  }

  /** Takes barcodes from id `first` on, new or replaced. */
  put(first: number, barcodes: Uint8Array): void {
    const { vectorLength, lens } = this.projector;
    const count = barcodes.length / Math.ceil(lens.bits / 8);
    const end = (first + count) * vectorLength;
    if (end > this.#vectors.length) {
      const former = this.#vectors;
      this.#vectors = this.#allocate(Math.ceil((first + count) * 1.5));
      this.#vectors.set(former);
    }
    this.projector.writeUnitVectors(barcodes, this.#vectors.subarray(first * vectorLength, end));
  }

  vectorOf(id: number): Int16Array {
    const { vectorLength } = this.projector;
    return this.#vectors.subarray(id * vectorLength, (id + 1) * vectorLength);
  }

  #allocate(capacity: number): Int16Array {
    const bytes = capacity * this.projector.vectorLength * 2;
    return new Int16Array(this.#isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes));
  }
}
