/**
 * The numbers that each kernel is given. From these names come both the struct that its WGSL reads and the words that are
 * written for it, so that neither can disagree with the other.
 */

/** What the kernels of a Winograd convolution share. */
const WINOGRAD = {
  height: 1,
  width: 1,
  inChannels: 1,
  outChannels: 1,
  tilesDown: 1,
  tilesAcross: 1,
  /** The run: tiles are numbered image by image, row by row. */
  firstTile: 1,
  tileCount: 1,
  /** Tiles of the run that there is room for, a multiple of four. */
  tileRoom: 1,
  /** 1: 2x2 maximum with stride 2. */
  pooled: 1,
} as const;

/** Fields in their order; each is one u32, or a list of so many, a multiple of four. */
const JOBS = {
  firstConvolution: {
    /** Of all images together. */
    rows: 1,
    height: 1,
    width: 1,
    /** Output channels / 4. */
    quads: 1,
  },
  winogradKernels: { inChannels: 1, outChannels: 1 },
  winogradInput: WINOGRAD,
  winogradProduct: WINOGRAD,
  winogradProductSmall: WINOGRAD,
  winogradOutput: WINOGRAD,
  gramProduct: {
    pixels: 1,
    /** A multiple of 64. */
    channels: 1,
    slices: 1,
  },
  gramSum: {
    entries: 1,
    /** Numbers in a Gram matrix: channels x channels. */
    size: 1,
    slices: 1,
    /** Of this layer's entries in what a patch has. */
    offset: 1,
    /** Entries of all layers. */
    stride: 1,
    /** Of each patch, one after the other. */
    views: 1,
  },
  median: {
    /** Of the entries that the threshold is taken over, in what a patch has. */
    offset: 1,
    entries: 1,
    /** Entries of all layers. */
    stride: 1,
    /** Which threshold this is, and how many a patch has. */
    number: 1,
    thresholds: 1,
  },
  pack: {
    /** Entries of all layers. */
    stride: 1,
    /** Of 32 bits, a patch. */
    words: 1,
    thresholds: 1,
    /** Where the entries of each threshold end. */
    ends: 8,
  },
} as const;

type Jobs = typeof JOBS;

export type KernelName = keyof Jobs;

/** A kernel's numbers by name; a list may be shorter than its room, which is filled with zeros. */
export type Job<Name extends KernelName = KernelName> = {
  readonly [Field in keyof Jobs[Name]]: Jobs[Name][Field] extends 1 ? number : readonly number[];
};

/** Words of a vector, to which WGSL aligns lists in a uniform. */
const VECTOR = 4;

/** The declaration of a kernel's job, which its WGSL follows. */
export function jobDeclaration(name: KernelName): string {
  const members = Object.entries(JOBS[name]).map(([field, room]) => `  ${field}: ${typeOf(room)},\n`);
  return `struct Job {\n${members.join('')}}\n\n@group(0) @binding(0) var<uniform> job: Job;\n`;
}

function typeOf(room: number): string {
  return room === 1 ? 'u32' : `array<vec4u, ${room / VECTOR}>`;
}

/** The words of a job as its declaration lays them out, in whole vectors. @throws RangeError when a list has no room. */
export function packJob<Name extends KernelName>(name: Name, job: Job<Name>): Uint32Array<ArrayBuffer> {
  const words: number[] = [];
  const values = new Map<string, number | readonly number[]>(Object.entries(job));
  for (const [field, room] of Object.entries(JOBS[name])) {
    const value = values.get(field) ?? [];
    if (typeof value === 'number') {
      words.push(value);
      continue;
    }
    if (value.length > room) throw new RangeError(`${name} has no room for ${value.length} ${field}`);
    fill(words);
    words.push(...value, ...Array<number>(room - value.length).fill(0));
  }
  fill(words);
  return Uint32Array.from(words);
}

/** Adds what is missing to a whole vector. */
function fill(words: number[]): void {
  while (words.length % VECTOR !== 0) words.push(0);
}
