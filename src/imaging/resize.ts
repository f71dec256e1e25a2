import type { RgbImage } from '../base/rgb-image.ts';

/**
 * Resizes so that the longer side is `size` pixels and the shorter round(short * size / long), at least 1.
 *
 * Bilinear with half-pixel centres, no antialiasing, edges clamped (OpenCV's INTER_LINEAR), in double precision, across
 * and then down, and floor(v + 0.5) at the end. Our own, since canvas resizing differs between browsers and would change bits.
 */
export function resizeLonger(image: RgbImage, size: number): RgbImage {
  const { width, height } = image;
  const longer = Math.max(width, height);
  if (longer === size) return image;
  const scaled = (side: number) => Math.max(1, Math.round((side * size) / longer));
  return resizeBilinear(image, scaled(width), scaled(height));
}

function resizeBilinear(image: RgbImage, width: number, height: number): RgbImage {
  const columns = interpolation(image.width, width);
  const rows = interpolation(image.height, height);
  const data = new Uint8Array(width * height * 3);
  // The two source rows around the current one, stretched across; the lower one often is the next upper one.
  let upper = new Float64Array(width * 3);
  let lower = new Float64Array(width * 3);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < height; y++) {
    const first = rows.first[y] as number;
    const second = rows.second[y] as number;
    if (upperRow !== first) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
      if (upperRow !== first) stretchRow(image, first, columns, upper);
      upperRow = first;
    }
    if (lowerRow !== second) stretchRow(image, second, columns, lower);
    lowerRow = second;
    mixRows(upper, lower, rows.weight[y] as number, data, y * width * 3);
  }
  return { width, height, data };
}

/** For each output position the two source positions it lies between, and the weight of the second. */
interface Interpolation {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Float64Array;
}

function interpolation(sourceLength: number, length: number): Interpolation {
  const first = new Int32Array(length);
  const second = new Int32Array(length);
  const weight = new Float64Array(length);
  const scale = sourceLength / length;
  for (let i = 0; i < length; i++) {
    const position = Math.min(Math.max((i + 0.5) * scale - 0.5, 0), sourceLength - 1);
    first[i] = Math.floor(position);
    second[i] = Math.min(Math.floor(position) + 1, sourceLength - 1);
    weight[i] = position - Math.floor(position);
  }
  return { first, second, weight };
}

function stretchRow(image: RgbImage, row: number, columns: Interpolation, out: Float64Array): void {
  const { data, width } = image;
  const start = row * width * 3;
  for (let x = 0, to = 0; to < out.length; x++) {
    const weight = columns.weight[x] as number;
    let left = start + (columns.first[x] as number) * 3;
    let right = start + (columns.second[x] as number) * 3;
    for (let channel = 0; channel < 3; channel++) {
      out[to++] = (data[left++] as number) * (1 - weight) + (data[right++] as number) * weight;
    }
  }
}

function mixRows(upper: Float64Array, lower: Float64Array, weight: number, out: Uint8Array, start: number): void {
  for (let i = 0; i < upper.length; i++) {
    out[start + i] = Math.floor((upper[i] as number) * (1 - weight) + (lower[i] as number) * weight + 0.5);
  }
}
