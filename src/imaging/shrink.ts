import type { RgbImage } from '../base/rgb-image.ts';

/**
 * Scales an image down so that its longer side is at most `maxSide` pixels, never up. Each new pixel is the mean of the
 * area it covers, so fine tissue does not turn into noise.
 */
export function shrinkToFit(image: RgbImage, maxSide: number): RgbImage {
  const longer = Math.max(image.width, image.height);
  if (longer <= maxSide) return image;
  const scaled = (side: number) => Math.max(1, Math.round((side * maxSide) / longer));
  return shrink(image, scaled(image.width), scaled(image.height));
}

function shrink(image: RgbImage, width: number, height: number): RgbImage {
  const columns = coverage(image.width, width);
  const rows = coverage(image.height, height);
  const data = new Uint8Array(width * height * 3);
  const sums = new Float64Array(width * 3);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (const { source, share } of rows[y] ?? []) addRow(image, source, share, columns, sums);
    for (let i = 0; i < sums.length; i++) data[y * width * 3 + i] = Math.floor((sums[i] as number) + 0.5);
  }
  return { width, height, data };
}

interface Share {
  readonly source: number;
  readonly share: number;
}

/** For each output position the source positions it covers, with shares that add up to 1. */
function coverage(sourceLength: number, length: number): Share[][] {
  const scale = sourceLength / length;
  return Array.from({ length }, (_, i) => {
    const start = i * scale;
    const end = Math.min((i + 1) * scale, sourceLength);
    const shares: Share[] = [];
    for (let source = Math.floor(start); source < end; source++) {
      shares.push({ source, share: (Math.min(end, source + 1) - Math.max(start, source)) / (end - start) });
    }
    return shares;
  });
}

function addRow(image: RgbImage, row: number, weight: number, columns: Share[][], sums: Float64Array): void {
  const start = row * image.width;
  columns.forEach((shares, x) => {
    for (const { source, share } of shares) {
      const from = (start + source) * 3;
      for (let channel = 0; channel < 3; channel++) {
        const at = x * 3 + channel;
        sums[at] = (sums[at] as number) + (image.data[from + channel] as number) * share * weight;
      }
    }
  });
}
