import type { CallContext, Transferred } from '../base/rpc.ts';
import { decodeImage } from './decode-image.ts';
import { encodeImage } from './encode-image.ts';
import { toImageError } from './image-errors.ts';
import { preparePatch, type ReadPatch } from './prepare-patch.ts';
import { shrinkToFit } from './shrink.ts';

/** Reads image files, in a worker. Keeps nothing between calls. Errors are those of `decodeImage`. */
export class PatchReader {
  /** @param argument `size`: longer side in pixels that the network wants. */
  async readPatch(
    { file, size }: { readonly file: Blob; readonly size: number },
    { signal }: CallContext,
  ): Promise<Transferred<ReadPatch>> {
    return preparePatch(await decodeImage(file), size, signal);
  }

  /** The image as a PNG that any browser shows, its longer side at most `maxSide` pixels. */
  async readForDisplay(
    { file, maxSide }: { readonly file: Blob; readonly maxSide: number },
    { signal }: CallContext,
  ): Promise<Blob> {
    const image = await decodeImage(file);
    signal.throwIfAborted();
    return encodeImage(shrinkToFit(image, maxSide), { type: 'image/png' }).catch((thrown) => {
      throw toImageError(thrown);
    });
  }
}
