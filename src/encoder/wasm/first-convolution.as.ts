/** conv1_1 as its definition reads: three input channels are too few for Winograd's transforms to pay. */
import { COLUMNS, FIRST_DEPTH, ROWS } from './layout.as';
import { multiply } from './multiply.as';

/** Floats of one kernel row of a pixel's surroundings: three pixels of three channels. */
const RUN: usize = 9;

@unmanaged
export class FirstConvolution {
  /** images x (height + 2) x (width + 2) x 3, with a border of zeros. */
  input: usize;
  /** images x height x width x outChannels. */
  output: usize;
  /** [outChannels / COLUMNS][FIRST_DEPTH][COLUMNS], the last of FIRST_DEPTH zero. */
  kernels: usize;
  bias: usize;
  height: usize;
  width: usize;
  outChannels: usize;
}

/** One row of one image: 3x3 convolution, bias, ReLU. */
export function convolveFirst(job: FirstConvolution, scratch: usize, row: usize): void {
  const width = job.width;
  const rowBytes = (width + 2) * 12;
  // Each image has two more rows than outputs.
  const paddedRow = (row + 2 * (row / job.height));
  let from = job.input + paddedRow * rowBytes;
  let to = job.output + row * width * job.outChannels * 4;
  for (let x: usize = 0; x < width; x += ROWS) {
    const pixels = min(ROWS, width - x);
    for (let pixel: usize = 0; pixel < pixels; pixel++) gatherPixel(from + pixel * 12, rowBytes, scratch + pixel * 16);
    convolveGroup(job, scratch, to, pixels);
    from += ROWS * 12;
    to += ROWS * job.outChannels * 4;
  }
}

/** Writes a pixel's surroundings as `multiply` reads them. */
function gatherPixel(from: usize, rowBytes: usize, to: usize): void {
  for (let y: usize = 0; y < 3; y++) {
    for (let at: usize = 0; at < RUN; at++) {
      const index = y * RUN + at;
      store<f32>(to + (index >> 2) * ROWS * 16 + (index & 3) * 4, load<f32>(from + y * rowBytes + at * 4));
    }
  }
  store<f32>(to + (FIRST_DEPTH / 4 - 1) * ROWS * 16 + 12, 0);
}

function convolveGroup(job: FirstConvolution, scratch: usize, to: usize, pixels: usize): void {
  const products = scratch + FIRST_DEPTH * ROWS * 4;
  const pixelBytes = job.outChannels * 4;
  for (let panel: usize = 0; panel < pixelBytes; panel += 32) {
    multiply(scratch, job.kernels + panel * FIRST_DEPTH, products, FIRST_DEPTH);
    const left = v128.load(job.bias + panel);
    const right = v128.load(job.bias + panel, 16);
    for (let pixel: usize = 0; pixel < pixels; pixel++) {
      const product = products + pixel * COLUMNS * 4;
      const out = to + pixel * pixelBytes + panel;
      v128.store(out, f32x4.pmax(f32x4.splat(0), f32x4.add(v128.load(product), left)));
      v128.store(out, f32x4.pmax(f32x4.splat(0), f32x4.add(v128.load(product, 16), right)), 16);
    }
  }
}
