import { decodeImage } from '../../imaging/decode-image.ts';
import { isTwoValued } from '../../imaging/two-valued.ts';
import type { IsMaskOf } from './masks.ts';

/** Larger files are no masks of patches, and would hold up the page. */
const MOST_BYTES = 4 * 2 ** 20;

/** A file that cannot be read is no mask: reading it later says why. */
export const isMaskOf: IsMaskOf = async (mask, beside) => {
  try {
    const [maskFile, besideFile] = await Promise.all([mask.open(), beside.open()]);
    if (maskFile.size > MOST_BYTES || besideFile.size > MOST_BYTES) return false;
    const pixels = await decodeImage(maskFile);
    if (!isTwoValued(pixels)) return false;
    const { width, height, data } = await decodeImage(besideFile);
    return width === pixels.width && height === pixels.height && !isTwoValued({ width, height, data });
  } catch {
    return false;
  }
};
