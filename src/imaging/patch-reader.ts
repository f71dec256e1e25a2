import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import type { NoStains, Stains } from '../base/stains.ts';
import { decodeImage } from './decode-image.ts';
import { encodeImage } from './encode-image.ts';
import { toImageError } from './image-errors.ts';
import { preparePatch, type ReadPatch } from './prepare-patch.ts';
import { shrinkToFit } from './shrink.ts';
import { estimateStains, normaliseStains } from './stain/macenko.ts';
import { samplePixels } from './stain/sample-pixels.ts';

/** Reads image files, in a worker. Keeps nothing between calls. Errors are those of `decodeImage`. */
export class PatchReader {
  /** @param argument `size`: longer side in pixels that the network wants; `stains`: see preparePatch. */
  async readPatch(
    { file, size, stains }: { readonly file: Blob; readonly size: number; readonly stains?: Stains | undefined },
    { signal }: CallContext,
  ): Promise<Transferred<ReadPatch>> {
    return preparePatch(await decodeImage(file), size, stains, signal);
  }

  /** At most `count` pixels from all over the image: red, green, blue in turn. */
  async samplePixels(
    { file, count }: { readonly file: Blob; readonly count: number },
    _context: CallContext,
  ): Promise<Transferred<Uint8Array<ArrayBuffer>>> {
    const pixels = samplePixels(await decodeImage(file), count);
    return transfer(pixels, [pixels.buffer]);
  }

  /** The stains of pixels that belong together: those of one slide. */
  estimateStains({ pixels }: { readonly pixels: Uint8Array }): Stains | NoStains {
    return estimateStains(pixels);
  }

  /** The image as a PNG that any browser shows, its longer side at most `maxSide` pixels; `stains` as for readPatch. */
  async readForDisplay(
    { file, maxSide, stains }: { readonly file: Blob; readonly maxSide: number; readonly stains?: Stains | undefined },
    { signal }: CallContext,
  ): Promise<Blob> {
    const image = shrinkToFit(await decodeImage(file), maxSide);
    signal.throwIfAborted();
    return encodeImage(stains ? normaliseStains(image, stains) : image, { type: 'image/png' }).catch((thrown) => {
      throw toImageError(thrown);
    });
  }
}
