import type { NoStains, Stains } from '../../base/stains.ts';
import type { Patch } from '../../columns/patch-chunk.ts';
import type { PatchTable } from '../../columns/patch-table.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { readSlides } from '../../library/slides.ts';
import { currentCollection } from '../collection/open-collection-store.ts';
import { stainGrouper } from './stain-groups.ts';

/** Images that share their stains, or a slide. */
export interface ToldStains {
  /** Empty for the whole collection. */
  readonly name: string;
  readonly stains: Stains | NoStains;
  /** One of its patches, when the collection is open. */
  readonly example: Patch | undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

/** What a collection was normalised by; nothing when its profile does not normalise. */
export async function listStains({ id, stains = [], sourceRule }: CollectionRecord): Promise<ToldStains[]> {
  const slides = (await readSlides(id)).flatMap(({ path, stains: told }) =>
    told ? [{ name: path, stains: told }] : [],
  );
  const table = currentCollection(id)?.patches.table;
  const examples = table ? findExamples(table, await stainGrouper(sourceRule)) : undefined;
  return [...stains, ...slides]
    .sort((a, b) => collator.compare(a.name, b.name))
    .map((told) => ({ ...told, example: examples?.get(told.name) }));
}

/** The first patch of each slide, and of each group of images. */
function findExamples(table: PatchTable, groupOf: (path: string) => string): ReadonlyMap<string, Patch> {
  const examples = new Map<string, Patch>();
  for (let id = 0; id < table.end; id++) {
    const path = table.pathAt(id);
    const name = table.slide.wordAt(id) ?? (path === undefined ? undefined : groupOf(path));
    const patch = name === undefined || examples.has(name) ? undefined : table.get(id);
    if (name !== undefined && patch) examples.set(name, patch);
  }
  return examples;
}
