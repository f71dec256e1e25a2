import {
  FIRST_DEPTH,
  FREQUENCIES,
  ROWS as GROUP_TILES,
  COLUMNS as PANEL,
  SKEW,
  TASK_ENTRIES,
  TASK_PANELS,
} from './layout.as.ts';
import type { Arena } from './memory.ts';
import type { ThreadPool } from './thread-pool.ts';

/** Groups that share one read of the kernels; more would not fit into SCRATCH_BYTES. */
const MOST_BLOCK_GROUPS = 8;
/** Bytes of transformed tiles at a time, so that they stay in the L3 cache; the largest block has 3.4 MiB. */
export const TILE_BYTES = 8 * 2 ** 20;
/** Slices of a Gram matrix: enough for any number of threads, each long enough to pay. */
const MOST_SLICES = 16;
const SLICE_PIXELS = 64;

export const FLOAT_BYTES = 4;

/** Images of one shape. */
export interface Shape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
}

/** A feature map in memory: float32, images x height x width x channels. */
export interface Features extends Shape {
  readonly address: number;
  readonly channels: number;
}

/** A convolution's numbers in memory. */
export interface Kernels {
  readonly inChannels: number;
  readonly outChannels: number;
  /** As the kind of convolution wants them. */
  readonly kernels: number;
  readonly bias: number;
}

/** What the network is made of. Addresses are of the arena; what is allocated here and not returned is released again. */
export class Operations {
  readonly #arena: Arena;
  readonly #pool: ThreadPool;

  constructor(arena: Arena, pool: ThreadPool) {
    this.#arena = arena;
    this.#pool = pool;
  }

  /**
   * @param kernels 3 x 3 x 3 x outChannels, outChannels a multiple of 8.
   * @throws AppError device-out-of-memory.
   */
  loadFirstKernels(outChannels: number, kernels: Float32Array, bias: Float32Array): Kernels {
    const panels = this.#store(panelsOf(kernels, outChannels));
    return { inChannels: 3, outChannels, kernels: panels, bias: this.#store(bias) };
  }

  /**
   * Transforms the kernels of a Winograd convolution, once: they take four times their room.
   *
   * @param kernels 3 x 3 x inChannels x outChannels; inChannels a multiple of 4, outChannels of 32.
   * @throws AppError device-out-of-memory.
   */
  loadKernels(inChannels: number, outChannels: number, kernels: Float32Array, bias: Float32Array): Kernels {
    const loaded = {
      inChannels,
      outChannels,
      kernels: this.#arena.allocate(FREQUENCIES * inChannels * outChannels * FLOAT_BYTES),
      bias: this.#store(bias),
    };
    const { mark } = this.#arena;
    const job = { kernels: this.#store(kernels), output: loaded.kernels, inChannels, outChannels };
    this.#pool.run('transformKernels', outChannels / PANEL, job);
    this.#arena.release(mark);
    return loaded;
  }

  /**
   * Puts pixels into memory with a border of zeros, for `convolveFirst`.
   *
   * @param pixels images x height x width x 3.
   * @throws AppError device-out-of-memory.
   */
  loadPixels(pixels: Float32Array, { images, height, width }: Shape): Features {
    const padded = images * (height + 2) * (width + 2) * 3;
    const address = this.#arena.allocate(padded * FLOAT_BYTES);
    const target = this.#arena.floats(address, padded).fill(0);
    for (let row = 0; row < images * height; row++) {
      const paddedRow = row + 1 + 2 * Math.floor(row / height);
      target.set(pixels.subarray(row * width * 3, (row + 1) * width * 3), (paddedRow * (width + 2) + 1) * 3);
    }
    return { address, images, height, width, channels: 3 };
  }

  /** 3x3 convolution of padded pixels, bias and ReLU, written to `output`. */
  convolveFirst({ kernels, bias, outChannels }: Kernels, input: Features, output: number): Features {
    const { images, height, width } = input;
    const job = { input: input.address, output, kernels, bias, height, width, outChannels };
    this.#pool.run('convolveFirst', images * height, job);
    return { ...input, address: output, channels: outChannels };
  }

  /**
   * 3x3 convolution with zero padding, bias, ReLU and, if asked for, 2x2 maximum with stride 2, written to `output`.
   *
   * @param tileAddress TILE_BYTES of room.
   */
  convolve(layer: Kernels, input: Features, output: number, pooled: boolean, tileAddress: number): Features {
    const { inChannels, outChannels, kernels, bias } = layer;
    const { address, images, height, width } = input;
    const down = Math.ceil(height / 4);
    const across = Math.ceil(width / 4);
    const tiles = images * down * across;
    const groups = Math.ceil(tiles / GROUP_TILES);
    const blockGroups = Math.ceil(groups / Math.ceil(groups / MOST_BLOCK_GROUPS));
    const blockBytes = FREQUENCIES * (blockGroups * GROUP_TILES * inChannels * FLOAT_BYTES + SKEW);
    const runGroups = blockGroups * Math.floor(TILE_BYTES / blockBytes);
    const shift = Number(pooled);
    for (let firstGroup = 0; firstGroup < groups; firstGroup += runGroups) {
      const run = Math.min(runGroups, groups - firstGroup);
      const firstTile = firstGroup * GROUP_TILES;
      const job = {
        input: address,
        output,
        kernels,
        bias,
        tiles: tileAddress,
        height,
        width,
        inChannels,
        outChannels,
        tilesDown: down,
        tilesAcross: across,
        firstTile,
        tileCount: Math.min(run * GROUP_TILES, tiles - firstTile),
        blockGroups,
        pooled: shift,
      };
      this.#pool.run('transformTiles', run, job);
      const chunks = outChannels / (PANEL * TASK_PANELS);
      this.#pool.run('multiplyTiles', Math.ceil(run / blockGroups) * chunks, job);
    }
    return { address: output, images, height: height >> shift, width: width >> shift, channels: outChannels };
  }

  /**
   * Entries of the Gram matrix FᵀF (Eq. 1 of arXiv 2111.15519) of one image's features F, pixels x channels.
   *
   * @param indices row * channels + column, row >= column.
   * @throws AppError device-out-of-memory.
   */
  gramEntries(features: Features, image: number, indices: Int32Array): Float32Array<ArrayBuffer> {
    const { mark } = this.#arena;
    const { address, height, width, channels } = features;
    const pixels = height * width;
    const slices = Math.min(MOST_SLICES, Math.ceil(pixels / SLICE_PIXELS));
    const partials = this.#arena.allocate(slices * channels ** 2 * FLOAT_BYTES);
    const from = address + image * pixels * channels * FLOAT_BYTES;
    this.#pool.run('multiplySlice', slices, { features: from, partials, pixels, channels, slices });
    const kept = this.#arena.allocate(indices.length * FLOAT_BYTES);
    this.#arena.integers(kept, indices.length).set(indices);
    const sums = this.#arena.allocate(indices.length * FLOAT_BYTES);
    const tasks = Math.ceil(indices.length / TASK_ENTRIES);
    const job = { partials, channels, slices, indices: kept, count: indices.length, output: sums };
    this.#pool.run('sumEntries', tasks, job);
    this.#arena.release(mark);
    return new Float32Array(this.#arena.floats(sums, indices.length));
  }

  #store(values: Float32Array): number {
    const address = this.#arena.allocate(values.length * FLOAT_BYTES);
    this.#arena.floats(address, values.length).set(values);
    return address;
  }
}

/** 27 x outChannels to [outChannels / PANEL][FIRST_DEPTH][PANEL]; the last of FIRST_DEPTH is zero. */
function panelsOf(kernels: Float32Array, outChannels: number): Float32Array {
  const panels = new Float32Array(FIRST_DEPTH * outChannels);
  kernels.forEach((value, index) => {
    const depth = Math.floor(index / outChannels);
    const channel = index % outChannels;
    panels[(Math.floor(channel / PANEL) * FIRST_DEPTH + depth) * PANEL + (channel % PANEL)] = value;
  });
  return panels;
}
