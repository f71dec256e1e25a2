import { ALL_LAYERS } from '../../../src/barcode/profile.ts';
import type { RgbImage } from '../../../src/base/rgb-image.ts';
import { type CallContext, type Transferred, transfer } from '../../../src/base/rpc.ts';
import { preprocess } from '../../../src/encoder/preprocess.ts';
import { stackImages } from '../../../src/encoder/stack-images.ts';
import { viewsOfAll } from '../../../src/encoder/views.ts';
import { Network } from '../../../src/encoder/wasm/network.ts';
import { startThreads } from '../../../src/encoder/wasm/wasm-engine.ts';
import { loadWeights } from '../../../src/encoder/weights.ts';
import { ENTRIES_A_VIEW, entryIndices, VIEWS } from '../entries.ts';

const INDICES = new Map(ALL_LAYERS.map((layer) => [layer, entryIndices(layer)]));

/** Two views share one reading of the weights, as in the app. */
const STACKED_PIXELS = 131_072;

/** The app's own network on one thread, up to the numbers that the medians are taken of. */
export class GramEntries {
  #network: Network | undefined;

  /** @returns The id of the weights. */
  async start(
    { assetsUrl }: { readonly assetsUrl: string },
    { signal }: CallContext,
  ): Promise<{ readonly weightsId: string; readonly trained: boolean }> {
    const { halves, weightsId, trained } = await loadWeights(assetsUrl, signal, () => undefined);
    const { arena, pool } = await startThreads(1);
    this.#network = new Network(arena, pool, halves);
    return { weightsId, trained };
  }

  /** @returns The entries of each view in the order of `viewsOfAll`, layer after layer. */
  entriesOf({ image }: { readonly image: RgbImage }, _context: CallContext): Transferred<Float32Array<ArrayBuffer>> {
    if (!this.#network) throw new Error('start first');
    const entries = new Float32Array(VIEWS * ENTRIES_A_VIEW);
    let at = 0;
    for (const stack of stackImages(viewsOfAll([image], VIEWS), STACKED_PIXELS)) {
      const [{ height, width }] = stack as [RgbImage];
      const shape = { images: stack.length, height, width };
      for (const layer of this.#network.gramEntries(preprocess(stack), shape, INDICES).flat()) {
        entries.set(layer, at);
        at += layer.length;
      }
    }
    return transfer(entries, [entries.buffer]);
  }
}
