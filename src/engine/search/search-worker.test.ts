import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { hammingDistance } from '../../barcode/hamming.ts';
import { layerAgreements } from '../../barcode/layer-agreement.ts';
import { barcodeBits, barcodeBytes, layerSpans, namedProfile, type Profile } from '../../barcode/profile.ts';
import { createCollection } from '../../library/collections.ts';
import { commitBatch } from '../../library/commit-batch.ts';
import type { PatchRecord } from '../../library/schema.ts';
import type { Hit } from './hits.ts';
import { SearchWorker } from './search-worker.ts';

type Barcode = Uint8Array<ArrayBuffer>;

/** 36 bytes a barcode. */
const SMALL: Profile = { ...namedProfile('standard', 'weights'), layers: [1, 2, 4], sampling: 96 };

/** 38,236 bytes a barcode, 27 a segment. */
const PAPER = namedProfile('paper', 'weights');

const none = new Uint32Array();

function context(signal = new AbortController().signal) {
  return { signal, progress: vi.fn() };
}

/** Barcodes in a fixed pseudo-random order of bytes; `seed` tells them apart. */
function barcodeOf(seed: number, profile = SMALL): Barcode {
  let state = seed + 1;
  return Uint8Array.from({ length: barcodeBytes(profile) }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state >> 8;
  });
}

async function addCollection(profile: Profile): Promise<string> {
  const { id } = await createCollection({
    name: 'Colon',
    profileName: 'standard',
    profile,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  return id;
}

/** Stores one patch a barcode; the same path again replaces its patch. */
function store(collectionId: string, barcodes: Readonly<Record<string, Barcode>>): Promise<PatchRecord[]> {
  const colours = { histogram: new Uint16Array(512), pixelHash: '' };
  const common = {
    label: '',
    width: 1,
    height: 1,
    fileSize: 1,
    fileModified: 1,
    colours,
    thumbnail: new ArrayBuffer(0),
  };
  const files = Object.entries(barcodes).map(([path, barcode]) => ({ ...common, path, barcode }));
  return commitBatch(collectionId, files, []);
}

async function openWorker(barcodes: readonly Barcode[], profile = SMALL) {
  const collectionId = await addCollection(profile);
  await store(collectionId, Object.fromEntries(barcodes.map((barcode, at) => [`p${at}`, barcode])));
  const worker = new SearchWorker();
  const opening = context();
  await worker.open({ collectionId, profile }, opening);
  return { collectionId, worker, progress: opening.progress };
}

/** Measures all and sorts all. */
function searchPlainly(barcodes: readonly Barcode[], query: Barcode, profile = SMALL): Hit[] {
  const bits = barcodeBits(profile);
  return barcodes
    .map((barcode, patchId) => {
      const distance = hammingDistance(barcode, query);
      const layers = layerAgreements(barcode, query, layerSpans(profile));
      return { patchId, distance, similarity: (bits - distance) / bits, layers };
    })
    .sort((a, b) => a.distance - b.distance || a.patchId - b.patchId);
}

const twenty = Array.from({ length: 20 }, (_, seed) => barcodeOf(seed));

describe('a query', () => {
  it('from a patch finds the nearest others, with their agreement layer by layer', async () => {
    const { worker } = await openWorker(twenty);
    const hits = await worker.query({ query: { patchId: 5 }, n: 7, excludedIds: none }, context());
    const expected = searchPlainly(twenty, barcodeOf(5)).filter(({ patchId }) => patchId !== 5);
    expect(hits).toEqual(expected.slice(0, 7));
  });

  it('leaves out what is excluded', async () => {
    const { worker } = await openWorker(twenty);
    const excludedIds = Uint32Array.of(1, 2, 19);
    const hits = await worker.query({ query: { patchId: 0 }, n: 100, excludedIds }, context());
    const expected = searchPlainly(twenty, barcodeOf(0)).filter(({ patchId }) => ![0, 1, 2, 19].includes(patchId));
    expect(hits).toEqual(expected);
  });

  it('from outside may find a patch that is the same', async () => {
    const { worker } = await openWorker(twenty);
    const [nearest] = await worker.query({ query: { barcode: barcodeOf(3) }, n: 1, excludedIds: none }, context());
    expect(nearest).toMatchObject({ patchId: 3, distance: 0, similarity: 1 });
  });

  it('finds patches of every segment', async () => {
    const barcodes = Array.from({ length: 60 }, (_, seed) => barcodeOf(seed, PAPER));
    const { worker, progress } = await openWorker(barcodes, PAPER);
    const query = barcodeOf(99, PAPER);
    const hits = await worker.query({ query: { barcode: query }, n: 60, excludedIds: none }, context());
    expect(hits).toEqual(searchPlainly(barcodes, query, PAPER));
    expect(progress.mock.calls.map(([{ loaded, total }]) => `${loaded}/${total}`)).toEqual(['27/60', '54/60', '60/60']);
  });

  it('is answered for any stored patch while the collection is still loading', async () => {
    const { collectionId } = await openWorker(twenty);
    const worker = new SearchWorker();
    const opening = worker.open({ collectionId, profile: SMALL }, context());
    await expect(worker.query({ query: { patchId: 19 }, n: 3, excludedIds: none }, context())).resolves.toBeDefined();
    await opening;
  });

  it('says what is wrong with it', async () => {
    const { worker } = await openWorker(twenty);
    const ask = (query: { patchId: number } | { barcode: Barcode }, from = worker) =>
      from.query({ query, n: 1, excludedIds: none }, context());
    await expect(ask({ patchId: 20 })).rejects.toMatchObject({ code: 'patch-missing' });
    await expect(ask({ barcode: new Uint8Array(35) })).rejects.toMatchObject({ code: 'profile-mismatch' });
    await expect(ask({ patchId: 0 }, new SearchWorker())).rejects.toMatchObject({ code: 'collection-missing' });
    const aborted = context(AbortSignal.abort());
    const abandoned = worker.query({ query: { patchId: 0 }, n: 1, excludedIds: none }, aborted);
    await expect(abandoned).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an update', () => {
  async function findNearest(worker: SearchWorker, barcode: Barcode) {
    const [nearest] = await worker.query({ query: { barcode }, n: 1, excludedIds: none }, context());
    return nearest;
  }

  it('adds new patches and replaces changed ones', async () => {
    const { worker } = await openWorker(twenty);
    await worker.update({ ids: [20, 4, 21], barcodes: [barcodeOf(20), barcodeOf(104), barcodeOf(21)] });
    const expected = twenty.with(4, barcodeOf(104)).concat(barcodeOf(20), barcodeOf(21));
    const hits = await worker.query({ query: { barcode: barcodeOf(7) }, n: 50, excludedIds: none }, context());
    expect(hits).toEqual(searchPlainly(expected, barcodeOf(7)));
  });

  it('that arrives while the collection is loading is kept', async () => {
    const { collectionId } = await openWorker(twenty);
    const worker = new SearchWorker();
    const opening = worker.open({ collectionId, profile: SMALL }, context());
    const updating = worker.update({ ids: [4, 20], barcodes: [barcodeOf(104), barcodeOf(20)] });
    await Promise.all([opening, updating]);
    expect(await findNearest(worker, barcodeOf(104))).toMatchObject({ patchId: 4, distance: 0 });
    expect(await findNearest(worker, barcodeOf(20))).toMatchObject({ patchId: 20, distance: 0 });
  });

  it('also brings in what another tab has stored before it', async () => {
    const { collectionId, worker } = await openWorker(twenty);
    await store(collectionId, { untold: barcodeOf(200) });
    const [told] = await store(collectionId, { told: barcodeOf(201) });
    await worker.update({ ids: [told?.id ?? 0], barcodes: [barcodeOf(201)] });
    expect(await findNearest(worker, barcodeOf(200))).toMatchObject({ patchId: 20, distance: 0 });
    expect(await findNearest(worker, barcodeOf(201))).toMatchObject({ patchId: 21, distance: 0 });
  });
});

describe('opening', () => {
  it('reports a collection that is not there', async () => {
    const opening = new SearchWorker().open({ collectionId: 'none', profile: SMALL }, context());
    await expect(opening).rejects.toMatchObject({ code: 'collection-missing' });
  });

  it('stops when aborted', async () => {
    const { collectionId } = await openWorker(twenty);
    const opening = new SearchWorker().open({ collectionId, profile: SMALL }, context(AbortSignal.abort()));
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
});
