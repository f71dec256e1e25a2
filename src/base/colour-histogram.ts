/** What an evaluation needs of a patch's pixels beside the barcode: both of the image as resized for the network. */
export interface PatchColours {
  /** See `colourHistogram`. */
  readonly histogram: Uint16Array<ArrayBuffer>;
  /** Hex; equal exactly when the pixels are. */
  readonly pixelHash: string;
}

/** Bytes that the colours of a patch take: the histogram at 2 bytes a bin, and the 16 digits of the hash. */
export const COLOUR_BYTES = 2 * 512 + 16;

/** Bins of an 8 x 8 x 8 histogram of red, green and blue. */
export const COLOUR_BINS = 512;

/** What the square root of a share of 1 is stored as: a dot product of two histograms then stays below 2^31. */
export const ROOT_SCALE = 32_767;

/**
 * The colours of an image, as what the Hellinger distance needs: for each of the 512 bins the square root of its share
 * of the pixels, times ROOT_SCALE. A bin is (r >> 5) * 64 + (g >> 5) * 8 + (b >> 5).
 *
 * @param rgb Interleaved 8-bit RGB of at least one pixel.
 */
export function colourHistogram(rgb: Uint8Array): Uint16Array<ArrayBuffer> {
  const counts = new Uint32Array(COLOUR_BINS);
  for (let at = 0; at < rgb.length; at += 3) {
    const bin = ((rgb[at] as number) >> 5) * 64 + ((rgb[at + 1] as number) >> 5) * 8 + ((rgb[at + 2] as number) >> 5);
    counts[bin] = (counts[bin] as number) + 1;
  }
  const pixels = rgb.length / 3;
  return Uint16Array.from(counts, (count) => Math.round(Math.sqrt(count / pixels) * ROOT_SCALE));
}

/**
 * The share of pixels, 0 to 1, that differ from the commonest colour by more than one bin in some channel: next to nothing
 * on glass and other plain areas, most of the pixels on stained tissue.
 */
export function colourVariety(histogram: Uint16Array): number {
  let commonest = 0;
  for (let bin = 1; bin < COLOUR_BINS; bin++) {
    if ((histogram[bin] as number) > (histogram[commonest] as number)) commonest = bin;
  }
  let all = 0;
  let varied = 0;
  for (let bin = 0; bin < COLOUR_BINS; bin++) {
    const pixels = (histogram[bin] as number) ** 2;
    all += pixels;
    if (!areNear(bin, commonest)) varied += pixels;
  }
  return all === 0 ? 0 : varied / all;
}

/** Whether two bins are at most one step apart in every channel. */
function areNear(a: number, b: number): boolean {
  return (
    Math.abs((a >> 6) - (b >> 6)) <= 1 &&
    Math.abs(((a >> 3) & 7) - ((b >> 3) & 7)) <= 1 &&
    Math.abs((a & 7) - (b & 7)) <= 1
  );
}
