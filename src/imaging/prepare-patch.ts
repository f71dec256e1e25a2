import { colourHistogram, type PatchColours } from '../base/colour-histogram.ts';
import type { RgbImage } from '../base/rgb-image.ts';
import { type Transferred, transfer } from '../base/rpc.ts';
import type { Stains } from '../base/stains.ts';
import type { DecodedImage } from './decoded-image.ts';
import { toImageError } from './image-errors.ts';
import { pixelHash } from './pixel-hash.ts';
import { resizeLonger } from './resize.ts';
import { normaliseStains } from './stain/macenko.ts';
import { makeThumbnail } from './thumbnail.ts';

/** One image, ready for the network and for the library. */
export interface ReadPatch {
  /** The image with its longer side resized to the wanted size, in the reference's stains if that was wanted. */
  readonly rgb: RgbImage;
  /** Of the resized pixels. */
  readonly colours: PatchColours;
  /** JPEG, longer side at most THUMBNAIL_SIDE pixels. */
  readonly thumbnail: ArrayBuffer;
  /** Pixels of the upright original. */
  readonly width: number;
  readonly height: number;
  /** See DecodedImage. */
  readonly bitsByRange?: number;
}

/**
 * Makes a patch of decoded pixels; the buffers of the result move to the caller.
 * @param size Longer side in pixels that the network wants.
 * @param stains Of the image's slide, to be made those of the reference; undefined leaves the colours alone.
 * @throws AppError image-out-of-memory, image-broken; the signal's reason
 */
export async function preparePatch(
  image: DecodedImage,
  size: number,
  stains: Stains | undefined,
  signal: AbortSignal,
): Promise<Transferred<ReadPatch>> {
  signal.throwIfAborted();
  const thumbnail = await makeThumbnail(image).catch((thrown) => {
    throw toImageError(thrown);
  });
  signal.throwIfAborted();
  const resized = resizeLonger(stains ? normaliseStains(image, stains) : image, size);
  const colours = { histogram: colourHistogram(resized.data), pixelHash: await pixelHash(resized) };
  signal.throwIfAborted();
  const { width, height, bitsByRange } = image;
  const bits = bitsByRange !== undefined && { bitsByRange };
  return transfer({ rgb: resized, colours, thumbnail, width, height, ...bits }, [resized.data.buffer, thumbnail]);
}
