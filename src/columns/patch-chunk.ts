import type { PatchRecord } from '../library/schema.ts';

/** What the page and the search know of a patch. */
export type Patch = Pick<PatchRecord, 'collectionId' | 'id' | 'path' | 'area' | 'label' | 'width' | 'height'>;

/** Some patches of a collection as columns, which cross between threads at a fraction of what as many records would cost. */
export interface PatchChunk {
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly paths: readonly string[];
  readonly labels: readonly string[];
  /** x, y, width and height of each on its slide, in pixels of level 0; NaN for one that is a file of its own. */
  readonly areas: Float64Array<ArrayBuffer>;
  /** Width and height of each, in pixels. */
  readonly sizes: Uint32Array<ArrayBuffer>;
}

export function packPatches(patches: readonly Omit<Patch, 'collectionId'>[]): PatchChunk {
  const chunk = {
    ids: Uint32Array.from(patches, ({ id }) => id),
    paths: patches.map(({ path }) => path),
    labels: patches.map(({ label }) => label),
    areas: new Float64Array(patches.length * 4).fill(Number.NaN),
    sizes: new Uint32Array(patches.length * 2),
  };
  for (const [at, { area, width, height }] of patches.entries()) {
    if (area) chunk.areas.set([area.x, area.y, area.width, area.height], at * 4);
    chunk.sizes.set([width, height], at * 2);
  }
  return chunk;
}
