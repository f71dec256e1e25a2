import { AppError } from '../base/errors.ts';
import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import { readPatches } from '../library/patches.ts';
import { type PatchChunk, packPatches } from './patch-chunk.ts';
import { sortByPath } from './path-order.ts';

/** Reads the patches of a collection for the page, whose own thread then has nothing to check, to pack or to sort. */
export class PatchLoader {
  #ids: number[] | undefined;
  readonly #lowerPaths: string[] = [];

  /** Reports the patches in id order, some thousands at a time, and resolves when there are no more. */
  async read({ collectionId }: { collectionId: string }, { signal, progress }: CallContext<PatchChunk>): Promise<void> {
    const ids: number[] = [];
    for await (const patches of readPatches(collectionId)) {
      signal.throwIfAborted();
      progress(packPatches(patches));
      for (const { id, path } of patches) {
        ids.push(id);
        this.#lowerPaths[id] = path.toLowerCase();
      }
    }
    this.#ids = ids;
  }

  /** The patches that were read, in the natural order of their paths. To be called once they are read. */
  order(): Transferred<Uint32Array<ArrayBuffer>> {
    if (!this.#ids) throw new AppError('unexpected', 'nothing was read');
    const order = sortByPath(Uint32Array.from(this.#ids), (id) => this.#lowerPaths[id] ?? '');
    return transfer(order, [order.buffer]);
  }
}
