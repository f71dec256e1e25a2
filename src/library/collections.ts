import { AppError } from '../base/errors.ts';
import { type ReadCollection, readCollection, unsealCollection } from './read-records.ts';
import type {
  AddedFolder,
  CollectionRecord,
  CutRule,
  IntakeChoice,
  Origin,
  SourceRule,
  StainGroup,
  UnfinishedRun,
} from './schema.ts';
import { seal, unseal } from './seal.ts';
import { type StoreName, type Transaction, transact } from './transact.ts';

export type NewCollection = Pick<
  CollectionRecord,
  'name' | 'profileName' | 'profile' | 'origin' | 'added' | 'labelRule' | 'sourceRule' | 'cutRule'
>;

/** Stores an empty collection. @throws AppError storage-full and the other storage errors. */
export function createCollection(properties: NewCollection): Promise<CollectionRecord> {
  const collection: CollectionRecord = {
    ...properties,
    id: crypto.randomUUID(),
    createdAt: Date.now(),
    patchCount: 0,
    thumbnailBytes: 0,
  };
  return transact(['collections'], 'readwrite', async (transaction) => {
    await transaction.objectStore('collections').add(seal(collection));
    return collection;
  });
}

/** Every collection, newest first; damaged ones too, which can be deleted and nothing else. */
export async function listCollections(): Promise<ReadCollection[]> {
  const collections = await readAllCollections();
  return collections.filter((collection) => !collection.deleted).sort((a, b) => b.createdAt - a.createdAt);
}

/** @throws AppError collection-missing, collection-damaged. */
export async function getCollection(id: string): Promise<ReadCollection> {
  return readCollection(
    await transact(['collections'], 'readonly', (transaction) => requireCollection(transaction, id)),
  );
}

/** @throws AppError collection-missing, collection-damaged, as the other changes below do. */
export function renameCollection(id: string, name: string): Promise<CollectionRecord> {
  return change(id, (collection) => ({ ...collection, name }));
}

export function setSourceRule(id: string, sourceRule: SourceRule): Promise<CollectionRecord> {
  return change(id, (collection) => ({ ...collection, sourceRule }));
}

/** Settles how slides are cut into a collection that had none before. */
export function setCutRule(id: string, cutRule: CutRule): Promise<CollectionRecord> {
  return change(id, (collection) => ({ ...collection, cutRule }));
}

/** Notes what a person decided of the folder, for when it is read again. */
export function setIntakeChoice(id: string, intakeChoice: IntakeChoice): Promise<CollectionRecord> {
  return change(id, (collection) => ({ ...collection, intakeChoice }));
}

/** Notes the stains of groups of images, for those that are added later. */
export function setStains(id: string, stains: readonly StainGroup[]): Promise<CollectionRecord> {
  return change(id, (collection) => ({ ...collection, stains }));
}

interface RunMarks {
  /** The folder that the run is over, by its name in the collection; empty for the first, undefined for all. */
  readonly folder?: string | undefined;
  readonly bringsBack?: boolean;
  readonly labelsFrom?: string | undefined;
  readonly hidden?: number;
}

/**
 * Notes that a run over `total` patches has begun, so that it can be resumed if it does not end, and where its folder is. A
 * run over another folder that was interrupted stays noted behind it.
 * @param origin Where what is indexed comes from; of a folder that was added, its handle goes to its own mark.
 * @param bringsBack Whether it indexes deleted patches again.
 * @param labelsFrom The collection whose labels given by hand it takes over; a run that goes on keeps to that of the run before.
 * @param hidden How many files the browser leaves out when it reopens the folder.
 */
export function markUnfinished(
  id: string,
  total: number,
  origin: Origin,
  { folder, bringsBack = false, labelsFrom, hidden = 0 }: RunMarks = {},
): Promise<CollectionRecord> {
  return change(id, (collection) => {
    const isGoneOnWith = (run: UnfinishedRun) =>
      folder === undefined || run.folder === undefined || run.folder === folder;
    const before = listRuns(collection);
    const from = labelsFrom ?? before.find(isGoneOnWith)?.labelsFrom;
    const earlier = before.filter((run) => !isGoneOnWith(run));
    const unfinished = {
      total,
      ...(folder !== undefined && { folder }),
      ...(earlier.length > 0 && { earlier }),
      ...(bringsBack && { bringsBack }),
      ...(from !== undefined && { labelsFrom: from }),
      ...(hidden > 0 && { hidden }),
    };
    if (!folder) return { ...collection, origin, unfinished };
    return { ...collection, added: withFolder(collection.added, folder, origin), unfinished };
  });
}

function listRuns({ unfinished }: CollectionRecord): UnfinishedRun[] {
  if (!unfinished) return [];
  const { earlier = [], ...last } = unfinished;
  return [last, ...earlier];
}

function withFolder(added: readonly AddedFolder[] = [], name: string, origin: Origin): readonly AddedFolder[] {
  const former = added.find((folder) => folder.name === name);
  const handle = origin.kind === 'folder' ? origin.handle : undefined;
  const folder = { ...former, name, ...(handle && { handle }) };
  return former ? added.map((each) => (each === former ? folder : each)) : [...added, folder];
}

/** Corrects how many patches the run is over, now that its slides are cut. */
export function setRunTotal(id: string, total: number): Promise<CollectionRecord> {
  return change(id, ({ unfinished, ...collection }) =>
    unfinished ? { ...collection, unfinished: { ...unfinished, total } } : collection,
  );
}

/** Notes that the run has dealt with every file: one that was interrupted before it is left to be gone on with. */
export function finishRun(id: string): Promise<CollectionRecord> {
  return change(id, ({ unfinished, ...collection }) => {
    const [before, ...earlier] = unfinished?.earlier ?? [];
    return before ? { ...collection, unfinished: { ...before, ...(earlier.length > 0 && { earlier }) } } : collection;
  });
}

/** Whether anything that is stored of a collection, patch, slide or failure, has a path below a folder. */
export function hasPathsBelow(id: string, folder: string): Promise<boolean> {
  return transact(['patches', 'slides', 'failures'], 'readonly', async (transaction) => {
    const below = IDBKeyRange.bound([id, `${folder}/`], [id, `${folder}0`], false, true);
    const counts = await Promise.all([
      transaction.objectStore('patches').index('byPath').count(below),
      transaction.objectStore('slides').count(below),
      transaction.objectStore('failures').count(below),
    ]);
    return counts.some((count) => count > 0);
  });
}

/**
 * The record as it is stored, which an older version may have written.
 * @throws AppError collection-missing, also when the collection is being deleted; collection-damaged.
 */
export async function requireCollection<Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Transaction<Name | 'collections', Mode>,
  id: string,
): Promise<CollectionRecord> {
  const collection = unsealCollection(await findCollection(transaction, id));
  if (!collection) throw new AppError('collection-damaged', id);
  return collection;
}

/** The record as it is stored, which may be damaged. @throws AppError collection-missing, also when it is being deleted. */
export async function findCollection<Name extends StoreName, Mode extends 'readonly' | 'readwrite'>(
  transaction: Transaction<Name | 'collections', Mode>,
  id: string,
): Promise<CollectionRecord> {
  const collection = await transaction.objectStore('collections').get(id);
  if (!collection || collection.deleted) throw new AppError('collection-missing', id);
  return collection;
}

/** The id after the last one given. */
export function idsEnd({ patchCount, nextId = patchCount }: Pick<CollectionRecord, 'patchCount' | 'nextId'>): number {
  return nextId;
}

/** The record with other counts. */
export function withCounts(
  { nextId: _former, ...collection }: CollectionRecord,
  { nextId, ...counts }: Required<Pick<CollectionRecord, 'patchCount' | 'nextId' | 'thumbnailBytes'>>,
): CollectionRecord {
  return { ...collection, ...counts, ...(nextId !== counts.patchCount && { nextId }) };
}

/** Hidden ones too; those that are damaged as they are, with the checksum that says so. */
export async function readAllCollections(): Promise<ReadCollection[]> {
  const stored = await transact(['collections'], 'readonly', (transaction) =>
    transaction.objectStore('collections').getAll(),
  );
  return stored.map((collection) => readCollection(unseal(collection) ?? collection));
}

async function change(id: string, edit: (collection: CollectionRecord) => CollectionRecord): Promise<ReadCollection> {
  const changed = await transact(['collections'], 'readwrite', async (transaction) => {
    const edited = edit(await requireCollection(transaction, id));
    await transaction.objectStore('collections').put(seal(edited));
    return edited;
  });
  return readCollection(changed);
}
