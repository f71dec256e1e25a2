import type { RgbImage } from '../../base/rgb-image.ts';
import type { SlideInfo } from '../../base/slide.ts';

/** A slide whose directories were read and checked, ready to give tiles. */
export interface OpenSlide {
  readonly info: SlideInfo;
  /**
   * The whole tile, parts beyond the edge of the level included; undefined where the file stores none.
   * @throws AppError image-broken, slide-variant, file-unreadable, image-out-of-memory, decoder-unreachable
   */
  decodeTile(level: number, column: number, row: number): Promise<RgbImage | undefined>;
}
