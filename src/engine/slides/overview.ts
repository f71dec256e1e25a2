import { slideReaders } from '../decoding/slide-reader-pool.ts';
import type { OpenSlide } from './open-slide.ts';

/**
 * A whole slide for a canvas, its longer side at most `maxSide` pixels.
 * @throws What SlideReader.overview throws; the signal's reason when aborted.
 */
export async function readOverview(slide: OpenSlide, maxSide: number, signal: AbortSignal): Promise<ImageData> {
  const { width, height, data } = await slideReaders().overview(slide, maxSide, signal);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let from = 0, to = 0; from < data.length; from += 3, to += 4) rgba.set(data.subarray(from, from + 3), to);
  return new ImageData(rgba, width, height);
}
