/** Databases as former versions of the app left them, for tests. Written out, so that no change of today's code reaches them. */
import { type IDBPDatabase, openDB } from 'idb';
import { DATABASE_NAME } from '../schema.ts';

const PROFILE = { recipe: 1, weightsId: '', size: 64, layers: [1], sampling: 64, binarisation: 'per-layer' };
const COLLECTION = {
  id: 'old',
  name: 'Old',
  profileName: 'custom',
  profile: PROFILE,
  origin: { kind: 'files' },
  labelRule: { folderLevel: 1, renamed: {} },
  sourceRule: { kind: 'file' },
  createdAt: 1,
  patchCount: 2,
  thumbnailBytes: 2,
};
const FILE = { label: 'tumour', width: 150, height: 150, fileSize: 10, fileModified: 20 };
const AREA = { x: 0, y: 256, width: 256, height: 256 };
const SLIDE = {
  collectionId: 'old',
  path: 'slide.svs',
  filePaths: ['slide.svs'],
  fileSize: 5000,
  fileModified: 30,
  fingerprint: 'ab'.repeat(32),
  info: {
    format: 'aperio',
    levels: [{ width: 1024, height: 512, tileWidth: 240, tileHeight: 240, downsample: 1 }],
    micronsPerPixel: 0.5,
    compression: 'JPEG',
    passedOver: ['label'],
  },
  cut: { patchSize: 256, micronsPerPixel: 0.5, leastTissue: 0.25 },
  patchCount: 8,
};
/** As version 2 wrote them: of the byte 1, and of the byte 2; of eight bytes of 1, and of eight of 2. */
const THUMBNAIL_CHECKSUMS = [67_918_732, 118_251_589];
const BARCODE_CHECKSUMS = Uint32Array.of(2_362_525_943, 1_415_920_581);

/** As version 4 wrote them: of the collection with one patch left of two, and of its patch `a.png`. */
const COLLECTION_CHECKSUM = 3_066_912_425;
const PATCH_CHECKSUM = 3_620_428_551;

/** Version 1: barcodes and thumbnails without checksums, no slides. Collection `old` has the files `a.png` and `b.png`. */
export async function makeVersion1(): Promise<void> {
  const database = await openOld(1, createStoresOfVersion1);
  await database.put('collections', COLLECTION);
  for (const id of [0, 1]) {
    await database.put('patches', { ...FILE, path: `${'ab'[id]}.png`, collectionId: 'old', id });
    await database.put('thumbnails', { collectionId: 'old', id, jpeg: Uint8Array.of(id + 1).buffer });
    await putColours(database, id);
  }
  await database.put('segments', { collectionId: 'old', index: 0, barcodes: barcodesOfVersion1() });
  await putFailure(database);
  database.close();
}

/** Version 2: checksums of barcodes and thumbnails, and a slide that `b.png` of version 1 is an area of. */
export async function makeVersion2(): Promise<void> {
  const database = await openOld(2, (created) => {
    createStoresOfVersion1(created);
    created.createObjectStore('slides', { keyPath: ['collectionId', 'path'] });
  });
  const cutRule = { ...SLIDE.cut, assumedMicronsPerPixel: undefined };
  await database.put('collections', { ...COLLECTION, cutRule });
  await database.put('patches', { ...FILE, path: 'a.png', collectionId: 'old', id: 0 });
  await database.put('patches', { ...FILE, path: 'slide.svs#0,256', area: AREA, collectionId: 'old', id: 1 });
  for (const id of [0, 1]) {
    const jpeg = Uint8Array.of(id + 1).buffer;
    await database.put('thumbnails', { collectionId: 'old', id, jpeg, checksum: THUMBNAIL_CHECKSUMS[id] });
    await putColours(database, id);
  }
  const segment = { barcodes: barcodesOfVersion1(), checksums: BARCODE_CHECKSUMS };
  await database.put('segments', { collectionId: 'old', index: 0, ...segment });
  await database.put('slides', SLIDE);
  await putFailure(database);
  database.close();
}

/** Version 4: sealed records, and a bin with a patch that was deleted. Collection `old` has the file `a.png`; no tables. */
export async function makeVersion4(): Promise<void> {
  await fillVersion4(await openOld(4, createStoresOfVersion4));
}

/** Version 5: what version 4 has, with room for tables. */
export async function makeVersion5(): Promise<void> {
  const database = await openOld(5, (created) => {
    createStoresOfVersion4(created);
    created.createObjectStore('tables', { keyPath: ['collectionId', 'id'] });
  });
  await fillVersion4(database);
}

/** Version 6: what version 4 has, with room for tables and similarities, and a record for each thumbnail and each patch's colours. */
export async function makeVersion6(): Promise<void> {
  const database = await openOld(6, (created) => {
    createStoresOfVersion4(created);
    created.createObjectStore('tables', { keyPath: ['collectionId', 'id'] });
    created.createObjectStore('lenses', { keyPath: 'collectionId' });
  });
  await fillVersion4(database);
}

async function fillVersion4(database: IDBPDatabase): Promise<void> {
  await database.put('collections', { ...COLLECTION, patchCount: 1, nextId: 2, checksum: COLLECTION_CHECKSUM });
  const patch = { ...FILE, path: 'a.png', collectionId: 'old', id: 0, checksum: PATCH_CHECKSUM };
  await database.put('patches', patch);
  const [checksum] = THUMBNAIL_CHECKSUMS;
  await database.put('thumbnails', { collectionId: 'old', id: 0, jpeg: Uint8Array.of(1).buffer, checksum });
  await putColours(database, 0);
  const barcodes = Uint8Array.from([...new Array(8).fill(1), ...new Array(8).fill(0)]).buffer;
  const checksums = Uint32Array.of(BARCODE_CHECKSUMS[0] ?? 0, 0);
  await database.put('segments', { collectionId: 'old', index: 0, barcodes, checksums, deleted: [1] });
  const bytes = new Uint8Array(8).fill(2);
  const barcode = { bytes, checksum: BARCODE_CHECKSUMS[1] };
  await database.put('bin', { collectionId: 'old', page: 'closed', id: 1, patch: { ...patch, id: 1 }, barcode });
  database.close();
}

/** Two of 8 bytes. */
function barcodesOfVersion1(): ArrayBuffer {
  return Uint8Array.from([...new Array(8).fill(1), ...new Array(8).fill(2)]).buffer;
}

function putColours(database: IDBPDatabase, id: number): Promise<unknown> {
  const histogram = new Uint16Array(512).fill(id);
  return database.put('colours', { collectionId: 'old', id, histogram, pixelHash: `${id}` });
}

function putFailure(database: IDBPDatabase): Promise<unknown> {
  const error = { code: 'image-broken', detail: '' };
  return database.put('failures', { collectionId: 'old', path: 'c.png', fileSize: 1, fileModified: 2, error });
}

function openOld(version: number, create: (database: IDBPDatabase) => void): Promise<IDBPDatabase> {
  return openDB(DATABASE_NAME, version, { upgrade: create });
}

function createStoresOfVersion1(database: IDBPDatabase): void {
  database.createObjectStore('collections', { keyPath: 'id' });
  const patches = database.createObjectStore('patches', { keyPath: ['collectionId', 'id'] });
  patches.createIndex('byPath', ['collectionId', 'path'], { unique: true });
  database.createObjectStore('failures', { keyPath: ['collectionId', 'path'] });
  database.createObjectStore('thumbnails', { keyPath: ['collectionId', 'id'] });
  database.createObjectStore('colours', { keyPath: ['collectionId', 'id'] });
  database.createObjectStore('segments', { keyPath: ['collectionId', 'index'] });
}

function createStoresOfVersion4(database: IDBPDatabase): void {
  createStoresOfVersion1(database);
  database.createObjectStore('slides', { keyPath: ['collectionId', 'path'] });
  database.createObjectStore('bin', { keyPath: ['collectionId', 'page', 'id'] });
}
