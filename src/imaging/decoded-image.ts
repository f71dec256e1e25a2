import type { RgbImage } from '../base/rgb-image.ts';

export interface DecodedImage extends RgbImage {
  /**
   * Set where the file stores 16 bits a sample, uses fewer and does not say so: how many, by its own largest sample. It was
   * scaled by that, so that it is as bright as its copy in 8 bits.
   */
  readonly bitsByRange?: number;
}
