import { deleteDB, type IDBPDatabase, openDB } from 'idb';
import { AppError } from '../base/errors.ts';
import { DATABASE_NAME, DATABASE_VERSION, type GramscopeSchema } from './schema.ts';
import { toStorageError } from './storage-error.ts';

export type Database = IDBPDatabase<GramscopeSchema>;

let connection: Promise<Database> | undefined;

/**
 * The one connection of this page or worker: opened on first use, and again after the browser or a newer tab closed it.
 * @throws AppError storage-unavailable, storage-newer, storage-upgrade-blocked, storage-full.
 */
export function openDatabase(): Promise<Database> {
  connection ??= connect().catch((thrown) => {
    forget();
    throw thrown;
  });
  return connection;
}

/** Closes the connection if there is one; the next use opens it again. */
export async function closeDatabase(): Promise<void> {
  const closing = connection;
  forget();
  (await closing)?.close();
}

/**
 * Deletes the database with all that is in it. Other tabs and workers close their connections by themselves.
 * @throws AppError storage-failed.
 */
export async function deleteDatabase(): Promise<void> {
  await closeDatabase();
  try {
    await deleteDB(DATABASE_NAME);
  } catch (thrown) {
    throw toStorageError(thrown, 'storage-failed');
  }
}

function forget(): void {
  connection = undefined;
}

async function connect(): Promise<Database> {
  if (!globalThis.indexedDB) throw new AppError('storage-unavailable', 'no IndexedDB');
  let opening: Promise<Database> | undefined;
  try {
    return await new Promise<Database>((resolve, reject) => {
      opening = openDB<GramscopeSchema>(DATABASE_NAME, DATABASE_VERSION, {
        upgrade(database, oldVersion) {
          for (const upgrade of UPGRADES.slice(oldVersion)) upgrade(database);
        },
        blocked: () => reject(new AppError('storage-upgrade-blocked')),
        blocking: closeForOtherTab,
        terminated: forget,
      });
      opening.then(resolve, reject);
    });
  } catch (thrown) {
    opening?.then((late) => late.close()).catch(() => undefined);
    throw toStorageError(thrown, 'storage-unavailable');
  }
}

let tellReplaced: () => void = () => {};

/** Has `listener` called when a newer version of the app in another tab takes the database over. */
export function whenReplaced(listener: () => void): void {
  tellReplaced = listener;
}

/** Another tab wants to upgrade or delete the database and waits until every other connection is closed. */
function closeForOtherTab(_version: number, wanted: number | null, event: IDBVersionChangeEvent): void {
  forget();
  if (wanted !== null) tellReplaced();
  (event.target as IDBDatabase).close();
}

/** What takes the database from version `i` to version `i + 1`; a new database takes every step. */
const UPGRADES: readonly ((database: Database) => void)[] = [
  createFirstStores,
  createSlides,
  keepStores,
  createBin,
  createTables,
  createLenses,
  createBlocks,
  createSets,
];

function createFirstStores(database: Database): void {
  database.createObjectStore('collections', { keyPath: 'id' });
  const patches = database.createObjectStore('patches', { keyPath: ['collectionId', 'id'] });
  patches.createIndex('byPath', ['collectionId', 'path'], { unique: true });
  database.createObjectStore('failures', { keyPath: ['collectionId', 'path'] });
  database.createObjectStore('thumbnails', { keyPath: ['collectionId', 'id'] });
  database.createObjectStore('colours', { keyPath: ['collectionId', 'id'] });
  database.createObjectStore('segments', { keyPath: ['collectionId', 'index'] });
}

function createSlides(database: Database): void {
  database.createObjectStore('slides', { keyPath: ['collectionId', 'path'] });
}

/**
 * Version 3 has the stores of version 2. Its records carry checksums, which a tab of an older version would carry over to
 * what it changes: the number keeps such a tab out.
 */
function keepStores(): void {}

function createBin(database: Database): void {
  database.createObjectStore('bin', { keyPath: ['collectionId', 'page', 'id'] });
}

function createTables(database: Database): void {
  database.createObjectStore('tables', { keyPath: ['collectionId', 'id'] });
}

function createLenses(database: Database): void {
  database.createObjectStore('lenses', { keyPath: 'collectionId' });
}

/** What lies in the stores of version 1 stays there until `packLoose` moves it, so that nobody waits at the start. */
function createBlocks(database: Database): void {
  database.createObjectStore('thumbnailBlocks', { keyPath: ['collectionId', 'index'] });
  database.createObjectStore('colourBlocks', { keyPath: ['collectionId', 'index'] });
}

function createSets(database: Database): void {
  database.createObjectStore('sets', { keyPath: ['collectionId', 'id'] });
}
