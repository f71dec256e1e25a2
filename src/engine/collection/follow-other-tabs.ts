/** Shows what other tabs change, at once: patches that come, go or get other labels, and collections that do. */
import { AppError } from '../../base/errors.ts';
import { getCollection } from '../../library/collections.ts';
import { readSomePatches } from '../../library/patches.ts';
import { tellUnforeseen } from '../app/unforeseen.ts';
import { readCollections } from './collections-list.ts';
import {
  closeCollection,
  openCollection,
  showCollection,
  showDeletedElsewhere,
  showGone,
  showRelabelledElsewhere,
  showStoredElsewhere,
} from './open-collection.ts';
import { currentCollection } from './open-collection-store.ts';
import { type Change, listenToOtherTabs } from './other-tabs.ts';

type ChangeOfPatches = Extract<Change, { ids: unknown }>;

/** Milliseconds in which what another tab stores is gathered, to be read at once. */
const GATHERED = 250;

/** Patches of the open collection that are to be read. */
interface Gathering {
  readonly collectionId: string;
  readonly stored: Set<number>;
  readonly relabelled: Set<number>;
}

let gathering: Gathering | undefined;

/** @param onEverythingDeleted Called when another tab has deleted all there was. @returns Ends it. */
export function followOtherTabs(onEverythingDeleted: () => void): () => void {
  return listenToOtherTabs((change) => {
    if (change.kind === 'everything-deleted') onEverythingDeleted();
    else if ('ids' in change) followPatches(change);
    else followCollections(change).catch(tellUnforeseen);
  });
}

function followPatches(change: ChangeOfPatches): void {
  const { kind, collectionId, ids } = change;
  if (kind === 'patches-deleted') showDeletedElsewhere(collectionId, ids);
  else if (currentCollection(collectionId)) gather(change);
}

function gather({ kind, collectionId, ids }: ChangeOfPatches): void {
  const isUnderWay = gathering?.collectionId === collectionId;
  const into =
    gathering && isUnderWay ? gathering : { collectionId, stored: new Set<number>(), relabelled: new Set<number>() };
  for (const id of ids) into[kind === 'patches-stored' ? 'stored' : 'relabelled'].add(id);
  gathering = into;
  if (!isUnderWay) setTimeout(() => void readGathered(into), GATHERED);
}

async function readGathered(gathered: Gathering): Promise<void> {
  if (gathering === gathered) gathering = undefined;
  const { collectionId, stored, relabelled } = gathered;
  try {
    const patches = await readSomePatches(collectionId, [...stored, ...relabelled]);
    showStoredElsewhere(
      collectionId,
      patches.filter(({ id }) => stored.has(id)),
    );
    showRelabelledElsewhere(
      collectionId,
      patches.filter(({ id }) => relabelled.has(id)),
    );
    await readCollections();
  } catch {
    // Opened anew, it shows what is there, or says what is wrong.
    closeCollection(collectionId);
    await openCollection(collectionId);
  }
}

async function followCollections(change: Exclude<Change, ChangeOfPatches>): Promise<void> {
  if (change.kind === 'collection-deleted') showGone(change.collectionId);
  if (change.kind === 'collection-changed') await readChanged(change.collectionId);
  await readCollections();
}

async function readChanged(collectionId: string): Promise<void> {
  if (!currentCollection(collectionId)) return;
  try {
    showCollection(await getCollection(collectionId));
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'collection-missing') throw thrown;
    showGone(collectionId);
  }
}
