/**
 * 3x3 convolutions by Winograd's minimal filtering F(4x4, 3x3) (Lavin & Gray 2015, arXiv:1509.09308, section 4.3):
 * Y = Aᵀ [ (G g Gᵀ) ∘ (Bᵀ d B) ] A, summed over the input channels, takes 36 multiplications for 16 outputs where the
 * definition takes 144. d is a 6x6 tile of the input, each four pixels from the next, g a kernel, Y 4x4 outputs. For
 * each of the 36 places ("frequencies") the sum over channels is a matrix product: tiles x inputs by inputs x outputs.
 */
import { COLUMNS, FREQUENCIES, ROWS, SKEW, TASK_PANELS } from './layout.as';
import { multiply, multiplyAdd } from './multiply.as';

/** Pixels from one tile to the next. */
const STEP: usize = 4;

/** One convolution over a run of tiles. Addresses and sizes in bytes, channels and pixels counted. */
@unmanaged
export class Convolution {
  /** images x height x width x inChannels. */
  input: usize;
  /** images x height x width x outChannels, or half the height and width (rounded down) when pooled. */
  output: usize;
  /** What transformKernels wrote. */
  kernels: usize;
  bias: usize;
  /** Room for the transformed tiles of this run. */
  tiles: usize;
  height: usize;
  width: usize;
  inChannels: usize;
  outChannels: usize;
  tilesDown: usize;
  tilesAcross: usize;
  /** The run: tiles are numbered image by image, row by row. */
  firstTile: usize;
  tileCount: usize;
  /** Tiles that share one read of the kernels, in groups of ROWS. */
  blockGroups: usize;
  /** 1: 2x2 maximum with stride 2 after the ReLU. */
  pooled: usize;
}

@unmanaged
export class KernelTransform {
  /** 3 x 3 x inChannels x outChannels. */
  kernels: usize;
  /** [outChannels / COLUMNS][36][inChannels][COLUMNS]. */
  output: usize;
  inChannels: usize;
  outChannels: usize;
}

/** G g Gᵀ for one panel of output channels. */
export function transformKernels(job: KernelTransform, scratch: usize, panel: usize): void {
  const depth = job.inChannels;
  const pitch = job.outChannels * 4;
  const to = job.output + panel * FREQUENCIES * depth * COLUMNS * 4;
  for (let channel: usize = 0; channel < depth; channel++) {
    for (let half: usize = 0; half < 32; half += 16) {
      const from = job.kernels + channel * pitch + panel * 32 + half;
      for (let x: usize = 0; x < 3; x++) kernelLine(from + x * depth * pitch, 3 * depth * pitch, scratch + x * 16, 48);
      for (let y: usize = 0; y < 6; y++) {
        kernelLine(scratch + y * 48, 16, to + y * 6 * depth * 32 + channel * 32 + half, depth * 32);
      }
    }
  }
}

/** G: three values `step` apart to six `toStep` apart. */
// @ts-ignore: decorator
@inline
function kernelLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const g0 = v128.load(from);
  const g1 = v128.load(from + step);
  const g2 = v128.load(from + 2 * step);
  const outer = f32x4.add(g0, g2);
  const wide = f32x4.add(f32x4.mul(g0, f32x4.splat(0.25)), g2);
  const half = f32x4.mul(g1, f32x4.splat(0.5));
  v128.store(to, f32x4.mul(g0, f32x4.splat(0.25)));
  v128.store(to + toStep, f32x4.mul(f32x4.add(outer, g1), f32x4.splat(-1.0 / 6.0)));
  v128.store(to + 2 * toStep, f32x4.mul(f32x4.sub(outer, g1), f32x4.splat(-1.0 / 6.0)));
  v128.store(to + 3 * toStep, f32x4.mul(f32x4.add(wide, half), f32x4.splat(1.0 / 6.0)));
  v128.store(to + 4 * toStep, f32x4.mul(f32x4.sub(wide, half), f32x4.splat(1.0 / 6.0)));
  v128.store(to + 5 * toStep, g2);
}

/** Bytes from one frequency of a block of transformed tiles to the next. */
// @ts-ignore: decorator
@inline
function tilePitch(job: Convolution): usize {
  return job.blockGroups * ROWS * job.inChannels * 4 + SKEW;
}

/**
 * Bᵀ d B for one group of ROWS tiles, written as `multiply` reads them: [block][36][group][inChannels / 4][ROWS][4].
 * The last group of a run may have fewer tiles; what `multiply` makes of the rest is not read.
 */
export function transformTiles(job: Convolution, scratch: usize, group: usize): void {
  const pitch = tilePitch(job);
  const block = job.tiles + (group / job.blockGroups) * FREQUENCIES * pitch;
  const to = block + (group % job.blockGroups) * ROWS * job.inChannels * 4;
  const first = group * ROWS;
  const end = min(first + ROWS, job.tileCount);
  for (let tile = first; tile < end; tile++) {
    transformTile(job, scratch, job.firstTile + tile, to + (tile - first) * 16, pitch);
  }
}

function transformTile(job: Convolution, scratch: usize, tile: usize, to: usize, pitch: usize): void {
  const across = tile % job.tilesAcross;
  const down = (tile / job.tilesAcross) % job.tilesDown;
  const image = tile / job.tilesAcross / job.tilesDown;
  const top = <isize>(down * STEP) - 1;
  const left = <isize>(across * STEP) - 1;
  const height = <isize>job.height;
  const width = <isize>job.width;
  const pixel = job.inChannels * 4;
  const row = pixel * width;
  const corner = job.input + <isize>image * height * row + <isize>top * row + <isize>left * pixel;
  const lines = scratch + FREQUENCIES * 16;
  if (top >= 0 && left >= 0 && top + 6 <= height && left + 6 <= width) {
    for (let at: usize = 0; at < pixel; at += 16, to += ROWS * 16) {
      transformWindow(corner + at, row, pixel, lines, to, pitch);
    }
    return;
  }
  // What lies outside of the image is zero; scratch holds the window.
  memory.fill(scratch, 0, FREQUENCIES * 16);
  const firstY = max(0, -top);
  const firstX = max(0, -left);
  const endY = min(6, height - top);
  const endX = min(6, width - left);
  for (let at: usize = 0; at < pixel; at += 16, to += ROWS * 16) {
    for (let y = firstY; y < endY; y++) {
      for (let x = firstX; x < endX; x++) {
        v128.store(scratch + <usize>(y * 6 + x) * 16, v128.load(corner + <usize>y * row + <usize>x * pixel + at));
      }
    }
    transformWindow(scratch, 96, 16, lines, to, pitch);
  }
}

/** Bᵀ d B of four channels. */
// @ts-ignore: decorator
@inline
function transformWindow(from: usize, row: usize, pixel: usize, lines: usize, to: usize, pitch: usize): void {
  for (let x: usize = 0; x < 6; x++) inputLine(from + x * pixel, row, lines + x * 16, 96);
  for (let y: usize = 0; y < 6; y++) inputLine(lines + y * 96, 16, to + y * 6 * pitch, pitch);
}

/** Bᵀ: six values `step` apart to six `toStep` apart. */
// @ts-ignore: decorator
@inline
function inputLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const d0 = v128.load(from);
  const d1 = v128.load(from + step);
  const d2 = v128.load(from + 2 * step);
  const d3 = v128.load(from + 3 * step);
  const d4 = v128.load(from + 4 * step);
  const d5 = v128.load(from + 5 * step);
  const four = f32x4.splat(4);
  const minusFour = f32x4.splat(-4);
  const even = multiplyAdd(d2, minusFour, d4);
  const odd = multiplyAdd(d1, minusFour, d3);
  const evenNear = f32x4.sub(d4, d2);
  const oddNear = f32x4.sub(d3, d1);
  const oddTwice = f32x4.add(oddNear, oddNear);
  v128.store(to, multiplyAdd(f32x4.sub(d0, d2), four, evenNear));
  v128.store(to + toStep, f32x4.add(even, odd));
  v128.store(to + 2 * toStep, f32x4.sub(even, odd));
  v128.store(to + 3 * toStep, f32x4.add(evenNear, oddTwice));
  v128.store(to + 4 * toStep, f32x4.sub(evenNear, oddTwice));
  v128.store(to + 5 * toStep, multiplyAdd(oddNear, minusFour, f32x4.sub(d5, d3)));
}

/**
 * The products of one block of tiles with the kernels of TASK_PANELS panels, and the outputs they make. Tasks that share
 * kernels follow one another.
 */
export function multiplyTiles(job: Convolution, scratch: usize, task: usize): void {
  const groups = (job.tileCount + ROWS - 1) / ROWS;
  const blocks = (groups + job.blockGroups - 1) / job.blockGroups;
  const block = task % blocks;
  const firstPanel = (task / blocks) * TASK_PANELS;
  const firstGroup = block * job.blockGroups;
  const blockGroups = min(job.blockGroups, groups - firstGroup);
  const depth = job.inChannels;
  const pitch = tilePitch(job);
  const tiles = job.tiles + block * FREQUENCIES * pitch;
  const kernels = job.kernels + firstPanel * FREQUENCIES * depth * COLUMNS * 4;
  const products = scratch + 2 * FREQUENCIES * 16;
  const panelPitch = blockGroups * ROWS * COLUMNS * 4;
  const productPitch = TASK_PANELS * panelPitch + SKEW;
  for (let frequency: usize = 0; frequency < FREQUENCIES; frequency++) {
    for (let panel: usize = 0; panel < TASK_PANELS; panel++) {
      const kernel = kernels + (panel * FREQUENCIES + frequency) * depth * COLUMNS * 4;
      const product = products + frequency * productPitch + panel * panelPitch;
      for (let group: usize = 0; group < blockGroups; group++) {
        const tile = tiles + frequency * pitch + group * ROWS * depth * 4;
        multiply(tile, kernel, product + group * ROWS * COLUMNS * 4, depth);
      }
    }
  }
  const firstTile = firstGroup * ROWS;
  const tileCount = min(blockGroups * ROWS, job.tileCount - firstTile);
  for (let tile: usize = 0; tile < tileCount; tile++) {
    for (let panel: usize = 0; panel < TASK_PANELS; panel++) {
      for (let half: usize = 0; half < 32; half += 16) {
        const from = products + panel * panelPitch + tile * COLUMNS * 4 + half;
        const channel = (firstPanel + panel) * COLUMNS * 4 + half;
        finishTile(job, scratch, job.firstTile + firstTile + tile, from, productPitch, channel);
      }
    }
  }
}

/** Aᵀ m A, bias, ReLU and, if asked for, pooling of one tile's four channels that begin `channel` bytes into a pixel. */
function finishTile(job: Convolution, scratch: usize, tile: usize, product: usize, pitch: usize, channel: usize): void {
  const across = tile % job.tilesAcross;
  const down = (tile / job.tilesAcross) % job.tilesDown;
  const image = tile / job.tilesAcross / job.tilesDown;
  const values = scratch + FREQUENCIES * 16;
  for (let x: usize = 0; x < 6; x++) outputLine(product + x * pitch, 6 * pitch, scratch + x * 16, 96);
  for (let y: usize = 0; y < 4; y++) outputLine(scratch + y * 96, 16, values + y * 64, 16);
  const bias = v128.load(job.bias + channel);
  const pixel = job.outChannels * 4;
  const shift = job.pooled;
  const height = job.height >> shift;
  const width = job.width >> shift;
  const side = STEP >> shift;
  const top = down * side;
  const left = across * side;
  const rows = min(side, height - min(top, height));
  const columns = min(side, width - min(left, width));
  const to = job.output + ((image * height + top) * width + left) * pixel + channel;
  for (let y: usize = 0; y < rows; y++) {
    for (let x: usize = 0; x < columns; x++) {
      const from = values + (y << shift) * 64 + (x << shift) * 16;
      const value = shift ? poolAt(from) : v128.load(from);
      v128.store(to + (y * width + x) * pixel, f32x4.pmax(f32x4.splat(0), f32x4.add(value, bias)));
    }
  }
}

/** Adding the bias and ReLU keep the order of values, so the maximum may come before them. */
// @ts-ignore: decorator
@inline
function poolAt(from: usize): v128 {
  const upper = f32x4.pmax(v128.load(from), v128.load(from, 16));
  const lower = f32x4.pmax(v128.load(from, 64), v128.load(from, 80));
  return f32x4.pmax(upper, lower);
}

/** Aᵀ: six values `step` apart to four `toStep` apart. */
// @ts-ignore: decorator
@inline
function outputLine(from: usize, step: usize, to: usize, toStep: usize): void {
  const m1 = v128.load(from + step);
  const m2 = v128.load(from + 2 * step);
  const m3 = v128.load(from + 3 * step);
  const m4 = v128.load(from + 4 * step);
  const nearSum = f32x4.add(m1, m2);
  const near = f32x4.sub(m1, m2);
  const farSum = f32x4.add(m3, m4);
  const far = f32x4.sub(m3, m4);
  v128.store(to, f32x4.add(f32x4.add(v128.load(from), nearSum), farSum));
  v128.store(to + toStep, multiplyAdd(far, f32x4.splat(2), near));
  v128.store(to + 2 * toStep, multiplyAdd(farSum, f32x4.splat(4), nearSum));
  v128.store(to + 3 * toStep, f32x4.add(multiplyAdd(far, f32x4.splat(8), near), v128.load(from + 5 * step)));
}
