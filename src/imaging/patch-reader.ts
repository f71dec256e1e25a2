import type { RgbImage } from '../base/rgb-image.ts';
import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import { colourHistogram, type PatchColours } from '../evaluation/colour-histogram.ts';
import { decodeImage } from './decode-image.ts';
import { encodeImage } from './encode-image.ts';
import { toImageError } from './image-errors.ts';
import { pixelHash } from './pixel-hash.ts';
import { resizeLonger } from './resize.ts';
import { shrinkToFit } from './shrink.ts';
import { makeThumbnail } from './thumbnail.ts';

/** One file, ready for the network and for the library. */
export interface ReadPatch {
  /** The image with its longer side resized to the wanted size. */
  readonly rgb: RgbImage;
  /** Of the resized pixels. */
  readonly colours: PatchColours;
  /** JPEG, longer side at most THUMBNAIL_SIDE pixels. */
  readonly thumbnail: ArrayBuffer;
  /** Pixels of the upright original. */
  readonly width: number;
  readonly height: number;
}

/** Reads image files, in a worker. Keeps nothing between calls. Errors are those of `decodeImage`. */
export class PatchReader {
  /** @param argument `size`: longer side in pixels that the network wants. */
  async readPatch(
    { file, size }: { readonly file: Blob; readonly size: number },
    { signal }: CallContext,
  ): Promise<Transferred<ReadPatch>> {
    const image = await decodeImage(file);
    signal.throwIfAborted();
    const thumbnail = await makeThumbnail(image).catch(throwImageError);
    signal.throwIfAborted();
    const resized = resizeLonger(image, size);
    const colours = { histogram: colourHistogram(resized.data), pixelHash: await pixelHash(resized) };
    signal.throwIfAborted();
    return transfer({ rgb: resized, colours, thumbnail, width: image.width, height: image.height }, [
      resized.data.buffer,
      thumbnail,
    ]);
  }

  /** The image as a PNG that any browser shows, its longer side at most `maxSide` pixels. */
  async readForDisplay(
    { file, maxSide }: { readonly file: Blob; readonly maxSide: number },
    { signal }: CallContext,
  ): Promise<Blob> {
    const image = await decodeImage(file);
    signal.throwIfAborted();
    return encodeImage(shrinkToFit(image, maxSide), { type: 'image/png' }).catch(throwImageError);
  }
}

function throwImageError(thrown: unknown): never {
  throw toImageError(thrown);
}
