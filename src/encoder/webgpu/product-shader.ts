/**
 * The matrix products that the engine spends its time in, as WGSL. A workgroup makes a block of 64 columns and `rows` rows
 * out of pieces of both factors that it holds in workgroup memory, DEPTH long; a thread makes 4 columns of 4 or 8 rows in
 * registers. Everything on registers is written out, since loops over small arrays run from memory on some devices, and as
 * a * b + c, which compilers of devices fuse: software adapters emulate fma(), at many times the cost.
 * Each sum runs from the first to the last of its terms, whatever the block, so that the bits depend on nothing else.
 */

/** Columns of a block. */
export const BLOCK_COLUMNS = 64;
/** Terms held in workgroup memory at a time. With 64 rows both pieces take 8.25 KiB of the 16 that every device has. */
const DEPTH = 16;
/** Threads side by side: one for four columns. */
const THREADS_ACROSS = BLOCK_COLUMNS / 4;
/** From one quad of rows to the next in workgroup memory, in vectors: the odd one keeps threads on different banks. */
const QUAD_PITCH = DEPTH + 1;

/** How a block is cut. */
export interface Block {
  /** Rows of the block. */
  readonly rows: number;
  /** Rows of a thread: 4 or 8. */
  readonly threadRows: number;
}

/** Where there are rows enough. */
export const LARGE_BLOCK: Block = { rows: 64, threadRows: 8 };
/** For the few tiles of a deep layer. */
export const SMALL_BLOCK: Block = { rows: 16, threadRows: 4 };

/** Whatever differs between the products. */
interface Product {
  /** Declarations of the buffers. Follows stored-*.wgsl and the kernel's job (jobs.ts). */
  readonly bindings: string;
  /** Sets `first` and `end` of the terms (u32), and whatever the rest uses. May return where there is nothing to do. */
  readonly begin: string;
  /** Vector number `at` (u32) of the left piece: sets `quad`, `term` and `value`. `piece` is its first term. */
  readonly loadLeft: string;
  /** Vector number `at` of the right piece: sets `value`. Terms outermost. */
  readonly loadRight: string;
  /** Writes four columns of a row of the block. */
  store(row: string, value: string): string;
}

/**
 * For each of the 36 frequencies of winograd-input.wgsl: tiles x inputs by inputs x outputs.
 * Workgroups: blocks of outputs x blocks of tiles x 36.
 */
export function winogradProductShader(block: Block): string {
  return productShader(block, {
    bindings: `
// 36 x (tiles / 4) x inputs x 4.
@group(0) @binding(1) var<storage, read> tiles: array<Stored4>;
// 36 x inputs x outputs.
@group(0) @binding(2) var<storage, read> kernels: array<vec4f>;
// 36 x tiles x outputs.
@group(0) @binding(3) var<storage, read_write> products: array<Stored4>;`,
    begin: `
  let first = 0u;
  let end = job.inChannels;
  let firstQuad = group.z * job.tileRoom / 4 + group.y * ${block.rows / 4};
  let columns = job.outChannels / 4;
  let firstKernel = group.z * job.inChannels * columns + group.x * ${THREADS_ACROSS};
  let firstProduct = (group.z * job.tileRoom + group.y * ${block.rows}) * columns + group.x * ${THREADS_ACROSS};`,
    loadLeft: `
      let quad = at / ${DEPTH};
      let term = at % ${DEPTH};
      let value = vec4f(tiles[(firstQuad + quad) * job.inChannels + piece + term]);`,
    loadRight: `
      let value = kernels[firstKernel + (piece + at / ${THREADS_ACROSS}) * columns + at % ${THREADS_ACROSS}];`,
    store: (row, value) => `products[firstProduct + (${row}) * columns + threadColumn] = toStored4(${value})`,
  });
}

/**
 * Gram matrices FᵀF (Eq. 1 of arXiv 2111.15519) of features F, pixels x channels, slice by slice of the pixels; of the
 * blocks only those that touch the lower triangle. Workgroups: blocks of channels, twice, x (images x slices).
 */
export function gramProductShader(): string {
  return productShader(LARGE_BLOCK, {
    bindings: `
// images x pixels x channels.
@group(0) @binding(1) var<storage, read> features: array<Stored4>;
// images x slices x channels x channels; what lies above the diagonal of blocks is not written.
@group(0) @binding(2) var<storage, read_write> partials: array<vec4f>;`,
    begin: `
  if (group.x > group.y) {
    return;
  }
  let image = group.z / job.slices;
  let slice = group.z % job.slices;
  let quads = job.channels / 4;
  let first = slice * job.pixels / job.slices;
  let end = (slice + 1) * job.pixels / job.slices;
  let firstPartial = (group.z * job.channels + group.y * ${LARGE_BLOCK.rows}) * quads + group.x * ${THREADS_ACROSS};`,
    loadLeft: `
      let quad = at % ${LARGE_BLOCK.rows / 4};
      let term = at / ${LARGE_BLOCK.rows / 4};
      var value = vec4f();
      if (piece + term < end) {
        value = vec4f(features[(image * job.pixels + piece + term) * quads + group.y * ${LARGE_BLOCK.rows / 4} + quad]);
      }`,
    loadRight: `
      let term = piece + at / ${THREADS_ACROSS};
      var value = vec4f();
      if (term < end) {
        value = vec4f(features[(image * job.pixels + term) * quads + group.x * ${THREADS_ACROSS} + at % ${THREADS_ACROSS}]);
      }`,
    store: (row, value) => `partials[firstPartial + (${row}) * quads + threadColumn] = ${value}`,
  });
}

function productShader({ rows, threadRows }: Block, { bindings, begin, loadLeft, loadRight, store }: Product): string {
  const threads = (THREADS_ACROSS * rows) / threadRows;
  const threadQuads = threadRows / 4;
  const sums = count(threadRows);
  return `${bindings.trimStart()}

var<workgroup> left: array<vec4f, ${(rows / 4) * QUAD_PITCH}>;
var<workgroup> right: array<vec4f, ${DEPTH * THREADS_ACROSS}>;

@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) thread: u32) {
  let threadColumn = thread % ${THREADS_ACROSS};
  let threadQuad = thread / ${THREADS_ACROSS} * ${threadQuads};${begin}
${sums.map((row) => `  var sum${row} = vec4f();`).join('\n')}
  for (var piece = first; piece < end; piece += ${DEPTH}) {
    for (var at = thread; at < ${(rows / 4) * DEPTH}; at += ${threads}) {${loadLeft}
      left[quad * ${QUAD_PITCH} + term] = value;
    }
    for (var at = thread; at < ${DEPTH * THREADS_ACROSS}; at += ${threads}) {${loadRight}
      right[at] = value;
    }
    workgroupBarrier();
    for (var term = 0u; term < ${DEPTH}; term++) {
      let columns4 = right[term * ${THREADS_ACROSS} + threadColumn];
${count(threadQuads)
  .map((quad) => `      let rows${quad} = left[(threadQuad + ${quad}) * ${QUAD_PITCH} + term];`)
  .join('\n')}
${sums
  .map((row) => {
    const factor = `rows${Math.floor(row / 4)}.${'xyzw'[row % 4]}`;
    return `      sum${row} += ${factor} * columns4;`;
  })
  .join('\n')}
    }
    workgroupBarrier();
  }
${sums.map((row) => `  ${store(`threadQuad * 4 + ${row}`, `sum${row}`)};`).join('\n')}
}
`;
}

function count(length: number): number[] {
  return Array.from({ length }, (_, at) => at);
}
