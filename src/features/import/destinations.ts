import type { KnownFolder } from '../../engine/intake/folders.ts';
import type { Intake } from '../../engine/intake/intake.ts';
import type { CollectionRecord } from '../../library/schema.ts';

/** Something that can be done with what was given to the page. */
export type Destination =
  | { readonly kind: 'new'; readonly value: string }
  | { readonly kind: 'search'; readonly value: string; readonly collection: CollectionRecord }
  | {
      readonly kind: 'add';
      readonly value: string;
      readonly collection: CollectionRecord;
      /** The folder of the collection that it is, given again; undefined for a further one. */
      readonly folder: string | undefined;
    };

export const NEW_COLLECTION = 'new';
/** The collection is chosen from a list of its own. */
export const ANOTHER_COLLECTION = 'another';

/** What review dialogs know of a drop, beside what was found. */
export interface Surroundings {
  readonly collections: readonly CollectionRecord[];
  /** What they know of it, by their ids. */
  readonly known: ReadonlyMap<string, KnownFolder>;
  /** The collection on the screen. */
  readonly openId: string | undefined;
}

/** What is offered by itself, the collection on the screen first; a new collection last. */
export function destinationsFor(intake: Intake, { collections, known, openId }: Surroundings): readonly Destination[] {
  const open = collections.find(({ id }) => id === openId);
  const mayKnow = collections
    .filter(({ id }) => known.has(id))
    .sort((a, b) => Number(b.id === openId) - Number(a.id === openId));
  const further = open && !known.has(open.id) ? [furtherFolder(open)] : [];
  return [
    ...(open && isSingleImage(intake) ? [{ kind: 'search' as const, value: 'search', collection: open }] : []),
    ...further,
    ...mayKnow.flatMap((collection) => placesIn(collection, known.get(collection.id))),
    { kind: 'new', value: NEW_COLLECTION },
  ];
}

/** The one that is chosen until a person chooses: what is the same folder is added to, and nothing is mixed unasked. */
export function likeliest(destinations: readonly Destination[], { known }: Surroundings): string {
  const again = destinations.find(
    (each) =>
      each.kind === 'add' && each.folder !== undefined && known.get(each.collection.id)?.likeness !== 'namesake',
  );
  return (destinations.find(({ kind }) => kind === 'search') ?? again)?.value ?? NEW_COLLECTION;
}

/** As a further folder, whatever the collection has. */
export function furtherFolder(collection: CollectionRecord): Destination {
  return { kind: 'add', value: `${collection.id} further`, collection, folder: undefined };
}

function placesIn(collection: CollectionRecord, known: KnownFolder | undefined): Destination[] {
  if (!known) return [];
  const again: Destination = { kind: 'add', value: collection.id, collection, folder: known.folder };
  return known.likeness === 'same' ? [again] : [again, furtherFolder(collection)];
}

function isSingleImage({ files, slides }: Intake): boolean {
  return files.length === 1 && slides.length === 0;
}
