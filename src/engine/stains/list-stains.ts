import type { NoStains, Stains } from '../../base/stains.ts';
import { slidePathOf } from '../../library/patch-path.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { readSlides } from '../../library/slides.ts';
import { openCollectionStore } from '../collection/open-collection-store.ts';
import { stainGrouper } from './stain-groups.ts';

/** Images that share their stains, or a slide. */
export interface ToldStains {
  /** Empty for the whole collection. */
  readonly name: string;
  readonly stains: Stains | NoStains;
  /** One of its patches, when the collection is open. */
  readonly example: PatchRecord | undefined;
}

const collator = new Intl.Collator('en', { numeric: true });

/** What a collection was normalised by; nothing when its profile does not normalise. */
export async function listStains({ id, stains = [], sourceRule }: CollectionRecord): Promise<ToldStains[]> {
  const slides = (await readSlides(id)).flatMap(({ path, stains: told }) =>
    told ? [{ name: path, stains: told }] : [],
  );
  const groupOf = stainGrouper(sourceRule);
  const nameOf = (patch: PatchRecord) => slidePathOf(patch) ?? groupOf(patch.path);
  const open = openCollectionStore.getState();
  const patches = 'patches' in open && open.collection.id === id ? open.patches : [];
  return [...stains, ...slides]
    .sort((a, b) => collator.compare(a.name, b.name))
    .map((told) => ({ ...told, example: patches.find((patch) => patch && nameOf(patch) === told.name) }));
}
