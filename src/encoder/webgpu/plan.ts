import type { Binarisation, LayerNumber } from '../../barcode/profile.ts';
import { CONV_LAYERS, type ConvLayer } from '../vgg19-layers.ts';
import type { Job, KernelName } from './jobs.ts';
import type { Precision } from './pipelines.ts';
import { BLOCK_COLUMNS, type Block, LARGE_BLOCK, SMALL_BLOCK } from './product-shader.ts';

/** Places of a transformed tile. */
export const FREQUENCIES = 36;
export const FLOAT_BYTES = 4;
const STORED_BYTES: Readonly<Record<Precision, number>> = { single: 4, half: 2 };
/** Bits that a thread packs. */
const WORD_BITS = 32;
/** Transformed tiles and their products pass through two buffers of this size, run by run: it bounds the memory. */
const RUN_BYTES = 32 * 2 ** 20;
/** Pixels of a slice of a Gram matrix; shorter ones would be mostly additions of slices. */
const SLICE_PIXELS = 256;
const MOST_SLICES = 64;
/** Numbers in all slices of one Gram matrix. */
const MOST_PARTIALS = 2 ** 21;

/** Images of one shape. */
export interface Shape {
  readonly images: number;
  readonly height: number;
  readonly width: number;
}

/** Views of patches, all of one shape. */
export interface Stack extends Shape {
  /** Each has as many of the images, one after the other. */
  readonly patches: number;
}

/** Buffers that steps share; each step uses them in turn. */
export const SHARED_BUFFERS = [
  'pixels',
  'even',
  'odd',
  'tiles',
  'products',
  'partials',
  'entries',
  'thresholds',
  'barcodes',
] as const;

export type SharedBuffer = (typeof SHARED_BUFFERS)[number];

/** What a kernel is bound to after its job's numbers. */
export type Binding =
  | { readonly shared: SharedBuffer }
  | { readonly weight: 'kernels' | 'bias'; readonly layer: number }
  | { readonly indicesOf: LayerNumber };

/** One dispatch. */
export type Step = { [Name in KernelName]: StepOf<Name> }[KernelName];

interface StepOf<Name extends KernelName> {
  readonly kernel: Name;
  readonly job: Job<Name>;
  readonly bindings: readonly Binding[];
  readonly workgroups: readonly [number, number, number];
}

/** All that is to be done for one stack. */
export interface Plan {
  readonly steps: readonly Step[];
  /** Bytes of each shared buffer. */
  readonly bytes: Readonly<Record<SharedBuffer, number>>;
}

/** A feature map: images x height x width x channels. */
interface Features extends Shape {
  readonly buffer: SharedBuffer;
}

/**
 * From pixels to barcodes; what earlier stacks have left in the entries of the same patches counts, too.
 *
 * @param kept How many Gram entries are kept of each tap, taps ascending.
 */
export function planNetwork(
  stack: Stack,
  kept: ReadonlyMap<LayerNumber, number>,
  binarisation: Binarisation,
  precision: Precision,
): Plan {
  const planner = new Planner(kept, stack.patches, precision);
  const { images, height, width } = stack;
  const deepest = Math.max(...kept.keys());
  const layers = CONV_LAYERS.slice(0, 1 + CONV_LAYERS.findIndex(({ tap }) => tap === deepest));
  planner.need('pixels', images * height * width * 3);
  let features: Features = { images, height, width, buffer: 'pixels' };
  for (const [index, layer] of layers.entries()) {
    const pooled = layers[index + 1]?.pooled ?? false;
    features = index === 0 ? planner.convolveFirst(layer, features) : planner.convolve(layer, index, features, pooled);
    if (layer.tap && kept.has(layer.tap)) planner.takeEntries(layer, layer.tap, features);
  }
  planner.makeBarcodes(binarisation);
  return planner;
}

class Planner implements Plan {
  readonly steps: Step[] = [];
  readonly bytes = {
    pixels: 0,
    even: 0,
    odd: 0,
    tiles: 0,
    products: 0,
    partials: 0,
    entries: 0,
    thresholds: 0,
    barcodes: 0,
  };
  readonly #kept: ReadonlyMap<LayerNumber, number>;
  readonly #patches: number;
  readonly #storedBytes: number;
  readonly #entries: number;
  #offset = 0;

  constructor(kept: ReadonlyMap<LayerNumber, number>, patches: number, precision: Precision) {
    this.#kept = kept;
    this.#patches = patches;
    this.#storedBytes = STORED_BYTES[precision];
    this.#entries = [...kept.values()].reduce((sum, count) => sum + count, 0);
    this.need('entries', patches * this.#entries);
  }

  need(buffer: SharedBuffer, numbers: number, bytes = FLOAT_BYTES): void {
    this.bytes[buffer] = Math.max(this.bytes[buffer], Math.ceil((numbers * bytes) / FLOAT_BYTES) * FLOAT_BYTES);
  }

  convolveFirst({ outChannels }: ConvLayer, input: Features): Features {
    const { images, height, width } = input;
    const rows = images * height;
    this.need('even', rows * width * outChannels, this.#storedBytes);
    this.steps.push({
      kernel: 'firstConvolution',
      job: { rows, height, width, quads: outChannels / 4 },
      bindings: [{ shared: input.buffer }, ...weightsOf(0), { shared: 'even' }],
      workgroups: [outChannels / BLOCK_COLUMNS, Math.ceil(width / 16), rows],
    });
    return { ...input, buffer: 'even' };
  }

  /** A Winograd convolution, run by run of its tiles. */
  convolve({ inChannels, outChannels }: ConvLayer, layer: number, input: Features, pooled: boolean): Features {
    const { images, height, width } = input;
    const down = Math.ceil(height / 4);
    const across = Math.ceil(width / 4);
    const tiles = images * down * across;
    const shift = Number(pooled);
    const output: Features = {
      images,
      height: height >> shift,
      width: width >> shift,
      buffer: input.buffer === 'even' ? 'odd' : 'even',
    };
    this.need(output.buffer, images * output.height * output.width * outChannels, this.#storedBytes);
    const [kernels, bias] = weightsOf(layer);
    for (const run of runsOf(tiles, down * across, Math.max(inChannels, outChannels) * this.#storedBytes)) {
      const { rows } = run.block;
      const room = Math.ceil(run.count / rows) * rows;
      this.need('tiles', FREQUENCIES * room * inChannels, this.#storedBytes);
      this.need('products', FREQUENCIES * room * outChannels, this.#storedBytes);
      const sides = { height, width, inChannels, outChannels, tilesDown: down, tilesAcross: across };
      const job = { ...sides, firstTile: run.first, tileCount: run.count, tileRoom: room, pooled: shift };
      this.steps.push(
        {
          kernel: 'winogradInput',
          job,
          bindings: [{ shared: input.buffer }, { shared: 'tiles' }],
          workgroups: [inChannels / 16, Math.ceil(run.count / 4), 1],
        },
        {
          kernel: run.block === LARGE_BLOCK ? 'winogradProduct' : 'winogradProductSmall',
          job,
          bindings: [{ shared: 'tiles' }, kernels, { shared: 'products' }],
          workgroups: [outChannels / BLOCK_COLUMNS, room / rows, FREQUENCIES],
        },
        {
          kernel: 'winogradOutput',
          job,
          bindings: [{ shared: 'products' }, bias, { shared: output.buffer }],
          workgroups: [outChannels / 64, run.count, 1],
        },
      );
    }
    return output;
  }

  /** Adds entries of the Gram matrices of each patch. */
  takeEntries({ outChannels }: ConvLayer, tap: LayerNumber, features: Features): void {
    const { images, height, width } = features;
    const pixels = height * width;
    const size = outChannels ** 2;
    const slices = Math.min(Math.ceil(pixels / SLICE_PIXELS), MOST_SLICES, MOST_PARTIALS / size);
    const entries = this.#kept.get(tap) ?? 0;
    const blocks = outChannels / BLOCK_COLUMNS;
    this.need('partials', images * slices * size);
    this.steps.push(
      {
        kernel: 'gramProduct',
        job: { pixels, channels: outChannels, slices },
        bindings: [{ shared: features.buffer }, { shared: 'partials' }],
        workgroups: [blocks, blocks, images * slices],
      },
      {
        kernel: 'gramSum',
        job: { entries, size, slices, offset: this.#offset, stride: this.#entries, views: images / this.#patches },
        bindings: [{ shared: 'partials' }, { indicesOf: tap }, { shared: 'entries' }],
        workgroups: [Math.ceil(entries / 64), this.#patches, 1],
      },
    );
    this.#offset += entries;
  }

  makeBarcodes(binarisation: Binarisation): void {
    const counts = binarisation === 'global' ? [this.#entries] : [...this.#kept.values()];
    const words = Math.ceil(this.#entries / WORD_BITS);
    this.need('thresholds', this.#patches * counts.length);
    this.need('barcodes', this.#patches * words);
    const ends: number[] = [];
    for (const [number, entries] of counts.entries()) {
      const offset = ends.at(-1) ?? 0;
      this.steps.push({
        kernel: 'median',
        job: { offset, entries, stride: this.#entries, number, thresholds: counts.length },
        bindings: [{ shared: 'entries' }, { shared: 'thresholds' }],
        workgroups: [this.#patches, 1, 1],
      });
      ends.push(offset + entries);
    }
    this.steps.push({
      kernel: 'pack',
      job: { stride: this.#entries, words, thresholds: counts.length, ends },
      bindings: [{ shared: 'entries' }, { shared: 'thresholds' }, { shared: 'barcodes' }],
      workgroups: [Math.ceil(words / 64), this.#patches, 1],
    });
  }
}

function weightsOf(layer: number): [Binding, Binding] {
  return [
    { weight: 'kernels', layer },
    { weight: 'bias', layer },
  ];
}

interface Run {
  readonly first: number;
  readonly count: number;
  readonly block: Block;
}

/**
 * Cuts tiles into runs that RUN_BYTES have room for, of about the same length. The tiles of one image decide on the block,
 * so that an image passes through the same kernels in any batch.
 *
 * @param bytes Of one place of a tile, in all channels.
 */
function runsOf(tiles: number, ofImage: number, bytes: number): Run[] {
  const block = ofImage <= 2 * SMALL_BLOCK.rows ? SMALL_BLOCK : LARGE_BLOCK;
  const { rows } = block;
  const room = Math.floor(RUN_BYTES / (FREQUENCIES * bytes * rows)) * rows;
  const length = Math.ceil(tiles / Math.ceil(tiles / room) / rows) * rows;
  return Array.from({ length: Math.ceil(tiles / length) }, (_, run) => ({
    first: run * length,
    count: Math.min(length, tiles - run * length),
    block,
  }));
}
