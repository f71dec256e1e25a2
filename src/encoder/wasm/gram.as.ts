/**
 * Gram matrices FᵀF (Eq. 1 of arXiv 2111.15519) of features F, pixels x channels: only the blocks that touch the lower
 * triangle. The pixels are cut into slices by their number alone; each slice is summed in the order of its pixels, and the
 * slices are added in their order, so that the bits do not depend on the number of threads.
 */
import { TASK_ENTRIES } from './layout.as';
import { multiplyAdd } from './multiply.as';

/** Pixels that are copied into panels at a time: with 512 channels a quarter of a MiB, which stays in the L2 cache. */
const CHUNK: usize = 128;
/** Channels of a panel. */
const PANEL: usize = 8;
/** Rows of the Gram matrix computed at a time. */
const BLOCK_ROWS: usize = 4;
/** From panel to panel; the odd line keeps panels off the same lines of the cache. */
const PANEL_PITCH: usize = CHUNK * PANEL * 4 + 64;

@unmanaged
export class Gram {
  /** pixels x channels. */
  features: usize;
  /** slices x channels x channels; of the upper triangle only what shares a block with the lower is written. */
  partials: usize;
  pixels: usize;
  /** A multiple of 8. */
  channels: usize;
  slices: usize;
}

@unmanaged
export class EntrySum {
  /** slices x channels x channels. */
  partials: usize;
  channels: usize;
  slices: usize;
  /** row * channels + column of each entry, as 32-bit integers. */
  indices: usize;
  count: usize;
  /** count floats. */
  output: usize;
}

/** The Gram matrix of one slice of the pixels. */
export function multiplySlice(job: Gram, scratch: usize, slice: usize): void {
  const channels = job.channels;
  const gram = job.partials + slice * channels * channels * 4;
  const first = (slice * job.pixels) / job.slices;
  const end = ((slice + 1) * job.pixels) / job.slices;
  let chunk = first;
  while (chunk < end) {
    const pixels = min(CHUNK, end - chunk);
    copyPanels(job.features + chunk * channels * 4, pixels, channels, scratch);
    addChunk(scratch, pixels, channels, gram, chunk == first);
    chunk += CHUNK;
  }
}

/** pixels x channels to [channels / PANEL][pixels][PANEL]. */
function copyPanels(from: usize, pixels: usize, channels: usize, to: usize): void {
  for (let pixel: usize = 0; pixel < pixels; pixel++) {
    let target = to + pixel * PANEL * 4;
    for (let channel: usize = 0; channel < channels; channel += PANEL) {
      v128.store(target, v128.load(from));
      v128.store(target, v128.load(from, 16), 16);
      from += PANEL * 4;
      target += PANEL_PITCH;
    }
  }
}

function addChunk(panels: usize, pixels: usize, channels: usize, gram: usize, fresh: bool): void {
  for (let row: usize = 0; row < channels; row += BLOCK_ROWS) {
    const rows = panels + (row / PANEL) * PANEL_PITCH + (row % PANEL) * 4;
    for (let column: usize = 0; column <= row; column += PANEL) {
      const columns = panels + (column / PANEL) * PANEL_PITCH;
      addBlock(rows, columns, pixels, gram + (row * channels + column) * 4, channels * 4, fresh);
    }
  }
}

/** out (BLOCK_ROWS x PANEL) = or += the sum over pixels of rowsᵀ columns. */
function addBlock(rows: usize, columns: usize, pixels: usize, out: usize, pitch: usize, fresh: bool): void {
  const zero = f32x4.splat(0);
  const out1 = out + pitch;
  const out2 = out1 + pitch;
  const out3 = out2 + pitch;
  let s00 = fresh ? zero : v128.load(out);
  let s01 = fresh ? zero : v128.load(out, 16);
  let s10 = fresh ? zero : v128.load(out1);
  let s11 = fresh ? zero : v128.load(out1, 16);
  let s20 = fresh ? zero : v128.load(out2);
  let s21 = fresh ? zero : v128.load(out2, 16);
  let s30 = fresh ? zero : v128.load(out3);
  let s31 = fresh ? zero : v128.load(out3, 16);
  const end = columns + pixels * PANEL * 4;
  while (columns < end) {
    const left = v128.load(columns);
    const right = v128.load(columns, 16);
    let value = v128.load32_splat(rows);
    s00 = multiplyAdd(value, left, s00);
    s01 = multiplyAdd(value, right, s01);
    value = v128.load32_splat(rows, 4);
    s10 = multiplyAdd(value, left, s10);
    s11 = multiplyAdd(value, right, s11);
    value = v128.load32_splat(rows, 8);
    s20 = multiplyAdd(value, left, s20);
    s21 = multiplyAdd(value, right, s21);
    value = v128.load32_splat(rows, 12);
    s30 = multiplyAdd(value, left, s30);
    s31 = multiplyAdd(value, right, s31);
    rows += PANEL * 4;
    columns += PANEL * 4;
  }
  v128.store(out, s00);
  v128.store(out, s01, 16);
  v128.store(out1, s10);
  v128.store(out1, s11, 16);
  v128.store(out2, s20);
  v128.store(out2, s21, 16);
  v128.store(out3, s30);
  v128.store(out3, s31, 16);
}

/** Adds up the slices of the kept entries, and of them alone. */
export function sumEntries(job: EntrySum, _scratch: usize, task: usize): void {
  const slicePitch = job.channels * job.channels * 4;
  const end = min(job.count, (task + 1) * TASK_ENTRIES);
  for (let entry = task * TASK_ENTRIES; entry < end; entry++) {
    let from = job.partials + load<u32>(job.indices + entry * 4) * 4;
    let sum: f32 = 0;
    for (let slice: usize = 0; slice < job.slices; slice++) {
      sum += load<f32>(from);
      from += slicePitch;
    }
    store<f32>(job.output + entry * 4, sum);
  }
}
