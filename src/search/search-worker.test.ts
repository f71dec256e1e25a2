import 'fake-indexeddb/auto';
import { describe, expect, it, vi } from 'vitest';
import { hammingDistance } from '../barcode/hamming.ts';
import { layerAgreements } from '../barcode/layer-agreement.ts';
import { barcodeBits, barcodeBytes, layerSpans, namedProfile, type Profile } from '../barcode/profile.ts';
import type { SlideArea } from '../base/slide.ts';
import { packPatches } from '../columns/patch-chunk.ts';
import { createCollection, getCollection } from '../library/collections.ts';
import { commitBatch } from '../library/commit-batch.ts';
import { deletePatches } from '../library/edit-patches.ts';
import { openDatabase } from '../library/open-database.ts';
import type { PatchRecord } from '../library/schema.ts';
import { addCollectionWithHoles } from '../library/test-records.ts';
import { type Hit, NO_FILTER, type Query } from './hits.ts';
import { NOBODY } from './scan-job.ts';
import { layOut } from './scan-layout.ts';
import { type Means, type SearchRequest, SearchWorker } from './search-worker.ts';

type Barcode = Uint8Array<ArrayBuffer>;

/** 36 bytes a barcode. */
const SMALL: Profile = { ...namedProfile('standard', 'weights'), layers: [1, 2, 4], sampling: 96 };

/** 38,236 bytes a barcode, 27 a segment. */
const PAPER = namedProfile('paper', 'weights');

const RULE = { kind: 'folder' } as const;

/** One example, nothing left out. */
function requestOf(query: Query, n: number, request: Partial<SearchRequest> = {}): SearchRequest {
  return {
    question: { positives: [query], negatives: [], combination: 'mean' },
    n,
    filter: NO_FILTER,
    sameSource: true,
    insideRegion: true,
    onePerSource: false,
    foldNeighbours: false,
    ...request,
  };
}

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
  await worker.open({ collectionId, profile, sourceRule: RULE }, opening);
  return { collectionId, worker, progress: opening.progress };
}

/** Measures all and sorts all. */
function searchPlainly(barcodes: readonly Barcode[], query: Barcode, profile = SMALL): Hit[] {
  const bits = barcodeBits(profile);
  return barcodes
    .map((barcode, patchId) => {
      const distance = hammingDistance(barcode, query);
      const layers = layerAgreements(barcode, query, layerSpans(profile));
      const likeness = { distance, similarity: (bits - distance) / bits, layers };
      return { patchId, ...likeness, pair: likeness };
    })
    .sort((a, b) => a.distance - b.distance || a.patchId - b.patchId);
}

function describePatches(
  worker: SearchWorker,
  patches: readonly Pick<PatchRecord, 'id' | 'path' | 'label' | 'area'>[],
) {
  worker.describe({ patches: packPatches(patches.map((patch) => ({ ...patch, width: 1, height: 1 }))) });
}

/** Four folders of five patches; every second patch is labelled "b". */
function describeTwenty(worker: SearchWorker) {
  const patches = twenty.map((_, id) => ({ id, path: `slides/${id % 4}/p${id}`, label: id % 2 ? 'b' : 'a' }));
  describePatches(worker, patches);
  return patches;
}

const twenty = Array.from({ length: 20 }, (_, seed) => barcodeOf(seed));

describe('a query', () => {
  it('from a patch finds the nearest others, with their agreement layer by layer', async () => {
    const { worker } = await openWorker(twenty);
    const { hits } = await worker.query(requestOf({ patchId: 5 }, 7), context());
    const expected = searchPlainly(twenty, barcodeOf(5)).filter(({ patchId }) => patchId !== 5);
    expect(hits).toEqual(expected.slice(0, 7));
  });

  it('finds all that is left of several pages with holes', async () => {
    const { id: collectionId, left } = await addCollectionWithHoles();
    const { profile } = await getCollection(collectionId);
    const worker = new SearchWorker();
    await worker.open({ collectionId, profile, sourceRule: RULE }, context());
    const [first = 0, ...others] = left;
    const { hits } = await worker.query(requestOf({ patchId: first }, 5_000), context());
    expect(hits.map(({ patchId }) => patchId).sort((a, b) => a - b)).toEqual(others);
  }, 60_000);

  it('from outside may find a patch that is the same', async () => {
    const { worker } = await openWorker(twenty);
    const [nearest] = (await worker.query(requestOf({ barcode: barcodeOf(3) }, 1), context())).hits;
    expect(nearest).toMatchObject({ patchId: 3, distance: 0, similarity: 1 });
  });

  it('leaves out neighbours on a slide of better hits, when they are to be folded', async () => {
    const { worker } = await openWorker(twenty);
    // Two slides of five patches in a row each, and ten images of their own.
    const patches = twenty.map((_, id) => {
      if (id >= 10) return { id, path: `${id}.png`, label: '' };
      const area = { x: (id % 5) * 256, y: 0, width: 256, height: 256 };
      return { id, path: `${id < 5 ? 'a' : 'b'}.svs#${area.x},0`, label: '', area };
    });
    describePatches(worker, patches);
    const search = async (request: Partial<SearchRequest>) =>
      (await worker.query(requestOf({ barcode: barcodeOf(99) }, 20, request), context())).hits.map(
        ({ patchId }) => patchId,
      );
    const all = await search({});
    const expected: number[] = [];
    for (const id of all) {
      const isBeside = (kept: number) => Math.floor(kept / 5) === Math.floor(id / 5) && Math.abs(kept - id) === 1;
      if (id >= 10 || !expected.some(isBeside)) expected.push(id);
    }
    expect(await search({ foldNeighbours: true })).toEqual(expected);
    expect(await search({ foldNeighbours: true, n: 3 })).toEqual(expected.slice(0, 3));
    expect(expected.length).toBeLessThan(20);
  });

  it('finds patches of every segment', async () => {
    const barcodes = Array.from({ length: 60 }, (_, seed) => barcodeOf(seed, PAPER));
    const { worker, progress } = await openWorker(barcodes, PAPER);
    const query = barcodeOf(99, PAPER);
    const { hits } = await worker.query(requestOf({ barcode: query }, 60), context());
    expect(hits).toEqual(searchPlainly(barcodes, query, PAPER));
    expect(progress.mock.calls.map(([{ loaded, total }]) => `${loaded}/${total}`)).toEqual(['27/60', '54/60', '60/60']);
  });

  it('is run for any stored patch while the collection is still loading', async () => {
    const { collectionId } = await openWorker(twenty);
    const worker = new SearchWorker();
    const opening = worker.open({ collectionId, profile: SMALL, sourceRule: RULE }, context());
    await expect(worker.query(requestOf({ patchId: 19 }, 3), context())).resolves.toBeDefined();
    await opening;
  });

  it('says what is wrong with it', async () => {
    const { worker } = await openWorker(twenty);
    const search = (query: { patchId: number } | { barcode: Barcode }, from = worker) =>
      from.query(requestOf(query, 1), context());
    await expect(search({ patchId: 20 })).rejects.toMatchObject({ code: 'patch-missing' });
    await expect(search({ barcode: new Uint8Array(35) })).rejects.toMatchObject({ code: 'profile-mismatch' });
    await expect(search({ patchId: 0 }, new SearchWorker())).rejects.toMatchObject({ code: 'collection-missing' });
    const aborted = context(AbortSignal.abort());
    const abandoned = worker.query(requestOf({ patchId: 0 }, 1), aborted);
    await expect(abandoned).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('an update', () => {
  async function findNearest(worker: SearchWorker, barcode: Barcode) {
    const [nearest] = (await worker.query(requestOf({ barcode }, 1), context())).hits;
    return nearest;
  }

  it('adds new patches and replaces changed ones', async () => {
    const { worker } = await openWorker(twenty);
    await worker.update({ ids: [20, 4, 21], barcodes: [barcodeOf(20), barcodeOf(104), barcodeOf(21)] });
    const expected = twenty.with(4, barcodeOf(104)).concat(barcodeOf(20), barcodeOf(21));
    const { hits } = await worker.query(requestOf({ barcode: barcodeOf(7) }, 50), context());
    expect(hits).toEqual(searchPlainly(expected, barcodeOf(7)));
  });

  it('that arrives while the collection is loading is kept', async () => {
    const { collectionId } = await openWorker(twenty);
    const worker = new SearchWorker();
    const opening = worker.open({ collectionId, profile: SMALL, sourceRule: RULE }, context());
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

describe('what another tab has stored', () => {
  it('is found once it is read: new patches, and others in the place of former ones', async () => {
    const { collectionId, worker } = await openWorker(twenty);
    await store(collectionId, { p3: barcodeOf(103), new1: barcodeOf(101), new2: barcodeOf(102) });
    await worker.read({ ids: [3, 20, 21] });
    const found = async (seed: number) =>
      (await worker.query(requestOf({ barcode: barcodeOf(seed) }, 1), context())).hits;
    expect(await found(103)).toMatchObject([{ patchId: 3, distance: 0 }]);
    expect(await found(101)).toMatchObject([{ patchId: 20, distance: 0 }]);
    expect(await found(102)).toMatchObject([{ patchId: 21, distance: 0 }]);
  });

  it('and deleted again before it is read, is no failure', async () => {
    const { collectionId, worker } = await openWorker(twenty);
    for await (const ids of deletePatches(collectionId, [3])) expect(ids).toEqual([3]);
    await worker.read({ ids: [3] });
    await worker.remove({ ids: [3] });
    const { hits } = await worker.query(requestOf({ patchId: 5 }, 20), context());
    expect(hits.map(({ patchId }) => patchId)).not.toContain(3);
  });
});

describe('opening', () => {
  it('reports a collection that is not there', async () => {
    const opening = new SearchWorker().open({ collectionId: 'none', profile: SMALL, sourceRule: RULE }, context());
    await expect(opening).rejects.toMatchObject({ code: 'collection-missing' });
  });

  it('stops when aborted', async () => {
    const { collectionId } = await openWorker(twenty);
    const opening = new SearchWorker().open(
      { collectionId, profile: SMALL, sourceRule: RULE },
      context(AbortSignal.abort()),
    );
    await expect(opening).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('a filter', () => {
  async function search(worker: SearchWorker, request: Partial<SearchRequest>, n = 100) {
    const { hits } = await worker.query(requestOf({ patchId: 6 }, n, request), context());
    return hits;
  }
  const others = searchPlainly(twenty, barcodeOf(6)).filter(({ patchId }) => patchId !== 6);

  it('by label, folder or source leaves the true nearest of what passes', async () => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    const labelled = others.filter(({ patchId }) => patchId % 2 === 1).slice(0, 4);
    expect(await search(worker, { filter: { labels: ['b'], folder: undefined } }, 4)).toEqual(labelled);
    const inFolder = others.filter(({ patchId }) => patchId % 4 === 3);
    expect(await search(worker, { filter: { labels: [], folder: 'slides/3' } })).toEqual(inFolder);
    expect(await search(worker, { filter: { labels: ['a'], folder: 'slides/3' } })).toEqual([]);
    expect(await search(worker, { filter: { labels: [], folder: 'slides' } })).toEqual(others);
    const elsewhere = others.filter(({ patchId }) => patchId % 4 !== 2);
    expect(await search(worker, { sameSource: false })).toEqual(elsewhere);
  });

  it('to one hit a source keeps the nearest of each', async () => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    const best = [0, 1, 2, 3].map((folder) => others.find(({ patchId }) => patchId % 4 === folder));
    const found = await search(worker, { onePerSource: true });
    expect(found).toEqual(others.filter((hit) => best.includes(hit)));
  });

  it('knows changed labels, another source rule and removed patches at once', async () => {
    const { worker } = await openWorker(twenty);
    const patches = describeTwenty(worker);
    describePatches(
      worker,
      patches.slice(10, 13).map((patch) => ({ ...patch, label: 'new' })),
    );
    const relabelled = others.filter(({ patchId }) => patchId >= 10 && patchId <= 12);
    expect(await search(worker, { filter: { labels: ['new'], folder: undefined } })).toEqual(relabelled);
    worker.setSourceRule({ sourceRule: { kind: 'pattern', pattern: 'slides' } });
    expect(await search(worker, { sameSource: false })).toEqual([]);
    worker.remove({ ids: [0, 11] });
    expect(await search(worker, {})).toEqual(others.filter(({ patchId }) => ![0, 11].includes(patchId)));
  });

  it('knows the cases of a column as soon as they are told, and waits for them', async () => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    void worker.setSourceRule({ sourceRule: { kind: 'column', column: 'case' } });
    const waiting = search(worker, { sameSource: false });
    const ids = Uint32Array.from({ length: 18 }, (_, id) => id);
    await worker.tellSources({ cases: { ids, codes: ids.map((id) => id % 3), words: ['c0', 'c1', 'c2'] } });
    // The query is patch 6: its case are those with a multiple of 3, and patch 18 has none that was told.
    const elsewhere = others.filter(({ patchId }) => patchId % 3 !== 0 || patchId === 18);
    expect(await waiting).toEqual(elsewhere);
    await worker.tellSources({ cases: { ids: Uint32Array.of(18), codes: Uint32Array.of(0), words: ['c0'] } });
    expect(await search(worker, { sameSource: false })).toEqual(elsewhere.filter(({ patchId }) => patchId !== 18));
    await worker.setSourceRule({ sourceRule: { kind: 'file' } });
    expect(await search(worker, { sameSource: false })).toEqual(others);
  });

  it('leaves out the case of a region by what a table says of its slide', async () => {
    const { worker } = await openWorker(twenty);
    const area = { x: 0, y: 0, width: 9, height: 9 };
    describePatches(
      worker,
      twenty.map((_, id) => ({ id, path: `s${id % 4}.svs#${id},0`, label: '', area: { ...area, x: id } })),
    );
    void worker.setSourceRule({ sourceRule: { kind: 'column', column: 'case' } });
    const ids = Uint32Array.from({ length: 20 }, (_, id) => id);
    await worker.tellSources({ cases: { ids, codes: ids.map((id) => id % 2), words: ['even', 'odd'] } });
    const region = { barcode: barcodeOf(6), region: { slide: 's2.svs', area: { ...area, x: 1_000 } } };
    const { hits } = await worker.query(requestOf(region, 100, { sameSource: false }), context());
    expect(hits.map(({ patchId }) => patchId % 2)).toEqual(Array(10).fill(1));
  });

  it('never shows what the page does not know yet', async () => {
    const { worker } = await openWorker(twenty);
    const { hits, searched } = await worker.query(requestOf({ patchId: 6 }, 100, { below: 9 }), context());
    expect(searched).toBe(9);
    expect(hits).toEqual(others.filter(({ patchId }) => patchId < 9));
  });
});

describe('the nearest references', () => {
  const others = searchPlainly(twenty, barcodeOf(6)).filter(({ patchId }) => patchId !== 6);
  const search = async (request: Partial<SearchRequest>) => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    return worker.query(requestOf({ patchId: 6 }, 10, request), context());
  };

  it.each([
    { name: 'labels', request: { filter: { labels: ['b'], folder: undefined } } },
    { name: 'a folder', request: { filter: { labels: [], folder: 'slides/3' } } },
    { name: 'one hit a source', request: { onePerSource: true } },
    { name: 'folded neighbours', request: { foldNeighbours: true } },
    { name: 'a short list', request: { n: 1 } },
  ])('stay the same when hits are narrowed to $name', async ({ request }) => {
    const { nearest, references } = await search(request);
    expect(nearest).toEqual(others.slice(0, 3));
    expect(references).toBe(19);
  });

  it('are none of the source that a person leaves out', async () => {
    const { nearest, references } = await search({ sameSource: false, filter: { labels: ['a'], folder: undefined } });
    expect(nearest).toEqual(others.filter(({ patchId }) => patchId % 4 !== 2).slice(0, 3));
    expect(references).toBe(15);
  });
});

describe('a region of a slide', () => {
  // Two slides of nine patches in a 3 x 3 grid each, and two images.
  const patches = twenty.map((_, id) => {
    if (id >= 18) return { id, path: `${id}.png`, label: '' };
    const area = { x: (id % 3) * 100, y: Math.floor((id % 9) / 3) * 100, width: 100, height: 100 };
    return { id, path: `slide-${Math.floor(id / 9)}.svs#${area.x},${area.y}`, label: '', area };
  });
  const search = async (area: SlideArea, request: Partial<SearchRequest>) => {
    const { worker } = await openWorker(twenty);
    describePatches(worker, patches);
    worker.setSourceRule({ sourceRule: { kind: 'file' } });
    const query = { barcode: barcodeOf(0), region: { slide: 'slide-0.svs', area } };
    const { hits, nearest, references } = await worker.query(requestOf(query, 100, request), context());
    return { found: hits.map(({ patchId }) => patchId).sort((a, b) => a - b), nearest, references };
  };
  const all = twenty.map((_, id) => id);
  // The edges of what is drawn by hand miss the grid by a few pixels.
  const corner = { x: -4, y: 3, width: 205, height: 103 };

  it('finds nothing that lies in it, unless that is included', async () => {
    const outside = await search(corner, { insideRegion: false });
    expect(outside.found).toEqual(all.slice(2));
    expect(outside.references).toBe(18);
    expect(outside.nearest.map(({ patchId }) => patchId)).not.toContain(0);
    const included = await search(corner, { insideRegion: true });
    expect(included.found).toEqual(all);
    expect(included.nearest[0]).toMatchObject({ patchId: 0, distance: 0 });
  });

  it('does not find the patch that it lies in', async () => {
    const { found } = await search({ x: 120, y: 130, width: 40, height: 30 }, { insideRegion: false });
    expect(found).toEqual(all.filter((id) => id !== 4));
  });

  it('has its slide for its source', async () => {
    const { found } = await search(corner, { insideRegion: false, sameSource: false });
    expect(found).toEqual(all.slice(9));
  });
});

describe('several examples', () => {
  const bits = barcodeBits(SMALL);
  const positives = [2, 9, 15].map((patchId) => ({ patchId }));

  it('are one question by their mean distance, with the mean agreement of each layer; a pair has its own', async () => {
    const { worker } = await openWorker(twenty);
    const question = { positives, negatives: [], combination: 'mean' } as const;
    const { hits } = await worker.query(requestOf({ patchId: 0 }, 3, { question }), context());
    const scores = twenty.map((barcode, patchId) => {
      const each = positives.map((example) => hammingDistance(barcode, barcodeOf(example.patchId)));
      return { patchId, distance: each.reduce((sum, distance) => sum + distance, 0) / 3 };
    });
    for (const { patchId, pair } of hits) {
      expect(pair.distance).toBe(hammingDistance(barcodeOf(2), barcodeOf(patchId)));
      expect(pair.layers).toEqual(layerAgreements(barcodeOf(2), barcodeOf(patchId), layerSpans(SMALL)));
    }
    const ranked = scores
      .filter(({ patchId }) => ![2, 9, 15].includes(patchId))
      .sort((a, b) => a.distance - b.distance || a.patchId - b.patchId);
    expect(hits.map(({ patchId, distance }) => ({ patchId, distance }))).toEqual(ranked.slice(0, 3));
    for (const hit of hits) {
      const agreeing = layerSpans(SMALL).reduce(
        (sum, span, at) => sum + span.bits * (hit.layers[at]?.agreement ?? 0),
        0,
      );
      expect(agreeing).toBeCloseTo(bits - hit.distance, 9);
      expect(hit.similarity).toBeCloseTo(agreeing / bits, 9);
    }
  });

  it('or by the nearest of them, with its agreement; what is nearer to a negative example is left out', async () => {
    const { worker } = await openWorker(twenty);
    const question = { positives, negatives: [{ patchId: 4 }], combination: 'nearest' } as const;
    const { hits } = await worker.query(requestOf({ patchId: 0 }, 100, { question }), context());
    const expected = twenty.flatMap((barcode, patchId) => {
      if ([2, 4, 9, 15].includes(patchId)) return [];
      const distances = positives.map((example) => hammingDistance(barcode, barcodeOf(example.patchId)));
      const distance = Math.min(...distances);
      const nearest = positives[distances.indexOf(distance)]?.patchId ?? 0;
      if (hammingDistance(barcode, barcodeOf(4)) < distance) return [];
      const layers = layerAgreements(barcodeOf(nearest), barcode, layerSpans(SMALL));
      return [{ patchId, distance, similarity: (bits - distance) / bits, layers }];
    });
    expected.sort((a, b) => a.distance - b.distance || a.patchId - b.patchId);
    expect(expected.length).toBeLessThan(16);
    expect(hits.map(({ pair: _pair, ...hit }) => hit)).toEqual(expected);
  });
});

describe('little memory', () => {
  it('changes no hit, and says how long each question takes', async () => {
    const barcodes = Array.from({ length: 60 }, (_, seed) => barcodeOf(seed, PAPER));
    const { collectionId } = await openWorker(barcodes, PAPER);
    const budget = layOut(barcodeBytes(PAPER), 1).rowsAt + 40 * 38_240;
    const worker = new SearchWorker({ threads: 1, startHelper: () => expect.unreachable(), budget });
    const opening = context();
    await worker.open({ collectionId, profile: PAPER, sourceRule: RULE }, opening);
    expect(opening.progress).toHaveBeenLastCalledWith({ loaded: 40, total: 60, secondsAQuestion: expect.any(Number) });
    const { hits } = await worker.query(requestOf({ patchId: 50 }, 60), context());
    expect(hits).toEqual(searchPlainly(barcodes, barcodeOf(50, PAPER), PAPER).filter(({ patchId }) => patchId !== 50));
    const pairs = worker.nearestOfAll({ n: 1, sameSource: true }, context());
    await expect(pairs).rejects.toMatchObject({ code: 'search-out-of-memory' });
  });
});

describe('the nearest of every patch', () => {
  it('leave out patches of the same source where that is chosen', async () => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    const progress = vi.fn();
    const { value } = await worker.nearestOfAll(
      { n: 2, sameSource: false, first: 5, end: 7 },
      { signal: new AbortController().signal, progress },
    );
    const expected = [5, 6].flatMap((id) =>
      searchPlainly(twenty, barcodeOf(id))
        .filter(({ patchId }) => patchId % 4 !== id % 4)
        .slice(0, 2),
    );
    expect([...value.ids]).toEqual(expected.map(({ patchId }) => patchId));
    expect([...value.distances]).toEqual(expected.map(({ distance }) => distance));
    expect(progress).toHaveBeenLastCalledWith(1);
  });
});

describe('the distances of given patches', () => {
  it('are those that measuring one by one gives', async () => {
    const { worker } = await openWorker(twenty);
    const ids = Uint32Array.of(0, 3, 4, 5, 19);
    const question = { positives: [{ patchId: 5 }], negatives: [], combination: 'mean' } as const;
    const distances = (await worker.distances({ question, ids }, context())).value;
    expect([...distances]).toEqual([...ids].map((id) => hammingDistance(barcodeOf(5), barcodeOf(id))));
  });

  it('are means or smallest ones, as the hits of the same question', async () => {
    const { worker } = await openWorker(twenty);
    const positives = [{ patchId: 2 }, { barcode: barcodeOf(77) }, { patchId: 9 }];
    for (const combination of ['mean', 'nearest'] as const) {
      const question = { positives, negatives: [], combination };
      const { hits } = await worker.query(requestOf({ patchId: 2 }, 20, { question }), context());
      const sorted = hits.toSorted((a, b) => a.patchId - b.patchId);
      const ids = Uint32Array.from(sorted, ({ patchId }) => patchId);
      const distances = (await worker.distances({ question, ids }, context())).value;
      expect([...distances]).toEqual(sorted.map(({ distance }) => distance));
    }
  });

  it('cannot be had of a patch that is not there', async () => {
    const { worker } = await openWorker(twenty);
    const question = { positives: [{ patchId: 5 }], negatives: [], combination: 'mean' } as const;
    const measuring = worker.distances({ question, ids: Uint32Array.of(4, 20) }, context());
    await expect(measuring).rejects.toMatchObject({ code: 'patch-missing' });
  });
});

describe('a deleted patch', () => {
  /** The collection of twenty without patches 0, 6 and 19, as it is opened anew. */
  async function openWithout(means?: Means) {
    const collectionId = await addCollection(SMALL);
    await store(collectionId, Object.fromEntries(twenty.map((barcode, at) => [`p${at}`, barcode])));
    for await (const ids of deletePatches(collectionId, [0, 6, 19])) expect(ids).toEqual([0, 6, 19]);
    const worker = new SearchWorker(means);
    await worker.open({ collectionId, profile: SMALL, sourceRule: RULE }, context());
    return { collectionId, worker };
  }

  const startHelper = () => expect.unreachable();

  it.each([
    ['in memory', undefined],
    ['read for the question', { threads: 1, startHelper, budget: 0 }],
  ])('is neither a query nor found when its collection is opened again, %s', async (_, means) => {
    const { worker } = await openWithout(means);
    const { hits } = await worker.query(requestOf({ patchId: 5 }, 20), context());
    const others = searchPlainly(twenty, barcodeOf(5)).filter(({ patchId }) => ![0, 5, 6, 19].includes(patchId));
    expect(hits).toEqual(others);
    await expect(worker.query(requestOf({ patchId: 6 }, 20), context())).rejects.toMatchObject({
      code: 'patch-missing',
    });
  });

  it('is no query any more as soon as it is removed', async () => {
    const { worker } = await openWorker(twenty);
    await worker.remove({ ids: [6] });
    await expect(worker.query(requestOf({ patchId: 6 }, 20), context())).rejects.toMatchObject({
      code: 'patch-missing',
    });
  });

  it('is found again when its image has been indexed anew, and its label is known then', async () => {
    const { collectionId, worker } = await openWithout();
    const [back] = await store(collectionId, { p6: barcodeOf(106) });
    if (!back) throw new Error('nothing stored');
    describePatches(worker, [{ ...back, label: 'again' }]);
    await worker.update({ ids: [back.id], barcodes: [barcodeOf(106)] });
    const filter = { labels: ['again'], folder: undefined };
    const { hits } = await worker.query(requestOf({ barcode: barcodeOf(106) }, 20, { filter }), context());
    expect(hits).toMatchObject([{ patchId: 6, distance: 0 }]);
  });

  it('is the nearest of none, and has none', async () => {
    const { worker } = await openWithout();
    const { ids } = (await worker.nearestOfAll({ n: 19, sameSource: true }, context())).value;
    for (const query of twenty.keys()) {
      const found = [...ids.subarray(query * 19, (query + 1) * 19)].filter((id) => id !== NOBODY);
      const isThere = (id: number) => ![0, 6, 19].includes(id);
      const others = searchPlainly(twenty, barcodeOf(query)).map(({ patchId }) => patchId);
      expect(found).toEqual(isThere(query) ? others.filter((id) => id !== query && isThere(id)) : []);
    }
  });
});

it('does without a helper that does not start', async () => {
  const startHelper = () => Promise.reject(new Error('blocked'));
  const collectionId = await addCollection(SMALL);
  await store(collectionId, Object.fromEntries(twenty.map((barcode, at) => [`p${at}`, barcode])));
  const worker = new SearchWorker({ threads: 3, startHelper, budget: 2 ** 30 });
  await worker.open({ collectionId, profile: SMALL, sourceRule: RULE }, context());
  const { hits } = await worker.query(requestOf({ patchId: 5 }, 20), context());
  expect(hits).toEqual(searchPlainly(twenty, barcodeOf(5)).filter(({ patchId }) => patchId !== 5));
});

describe('a barcode that is damaged on disk', () => {
  const noHelper = () => {
    throw new Error('there is no helper');
  };

  async function openDamaged(means?: Means) {
    const collectionId = await addCollection(SMALL);
    await store(collectionId, Object.fromEntries(twenty.map((barcode, at) => [`p${at}`, barcode])));
    const database = await openDatabase();
    const segment = await database.get('segments', [collectionId, 0]);
    if (!segment) throw new Error('no segment');
    new Uint8Array(segment.barcodes)[7 * barcodeBytes(SMALL)] = 0xff ^ (barcodeOf(7)[0] ?? 0);
    await database.put('segments', segment);
    const worker = new SearchWorker(means);
    await worker.open({ collectionId, profile: SMALL, sourceRule: RULE }, context());
    return worker;
  }

  it('is neither a query nor found, and all others are', async () => {
    const worker = await openDamaged();
    const { hits } = await worker.query(requestOf({ patchId: 5 }, 20), context());
    const expected = searchPlainly(twenty, barcodeOf(5)).filter(({ patchId }) => patchId !== 5 && patchId !== 7);
    expect(hits).toEqual(expected);
    await expect(worker.query(requestOf({ patchId: 7 }, 20), context())).rejects.toMatchObject({
      code: 'record-damaged',
    });
  });

  it.each([
    ['in memory', undefined],
    ['read for the question', { threads: 1, startHelper: noHelper, budget: 0 }],
  ])('has no distance, %s', async (_, means) => {
    const worker = await openDamaged(means);
    const question = { positives: [{ patchId: 5 }, { patchId: 6 }], negatives: [] };
    for (const combination of ['mean', 'nearest'] as const) {
      const ids = Uint32Array.of(5, 7, 8);
      const { value } = await worker.distances({ question: { ...question, combination }, ids }, context());
      expect(Array.from(value, Number.isNaN)).toEqual([false, true, false]);
    }
  });

  it('is found again once its image has been indexed anew', async () => {
    const worker = await openDamaged();
    await worker.update({ ids: [7], barcodes: [barcodeOf(7)] });
    const { hits } = await worker.query(requestOf({ patchId: 5 }, 20), context());
    expect(hits).toHaveLength(19);
  });
});

describe('the scale of distances', () => {
  const many = Array.from({ length: 120 }, (_, seed) => barcodeOf(seed));
  const patches = many.map((_, id) => ({ id, path: `slides/${id % 4}/p${id}`, label: id % 2 ? 'b' : 'a' }));
  const scaleOf = (worker: SearchWorker) => worker.scale({ learned: false }, context());
  /** Of each patch to the nearest in another folder, by measuring all. */
  const nearestElsewhere = (ids: readonly number[]) =>
    ids
      .map((id) =>
        Math.min(
          ...ids
            .filter((other) => other % 4 !== id % 4)
            .map((other) => hammingDistance(barcodeOf(id), barcodeOf(other))),
        ),
      )
      .sort((a, b) => a - b);
  const ids = [...many.keys()];

  it('is that of patches of different sources', async () => {
    const { worker } = await openWorker(many);
    describePatches(worker, patches);
    const scale = await scaleOf(worker);
    expect(scale).toMatchObject({ pairKind: 'across-sources', patches: 120 });
    expect([...(scale?.nearest ?? [])]).toEqual(nearestElsewhere(ids));
    expect(scale?.pairs.length).toBe(20_000);
    expect(scale?.agreement.reduce((sum, { count }) => sum + count, 0)).toBe(3 * 120);
  });

  it('follows patches that come, go and get labels, and another rule of sources', async () => {
    const { worker } = await openWorker(many.slice(0, 100));
    describePatches(
      worker,
      patches.slice(0, 100).map((patch) => ({ ...patch, label: '' })),
    );
    expect(await scaleOf(worker)).toMatchObject({ patches: 100, agreement: [], votes: [] });
    await worker.update({ ids: ids.slice(100), barcodes: many.slice(100) });
    describePatches(worker, patches);
    await worker.remove({ ids: [3, 50] });
    const scale = await scaleOf(worker);
    const left = ids.filter((id) => ![3, 50].includes(id));
    expect(scale?.patches).toBe(118);
    expect([...(scale?.nearest ?? [])]).toEqual(nearestElsewhere(left));
    expect(scale?.agreement.length).toBeGreaterThan(0);
    worker.setSourceRule({ sourceRule: { kind: 'pattern', pattern: 'slides' } });
    expect((await scaleOf(worker))?.pairKind).toBe('within-source');
    worker.setSourceRule({ sourceRule: { kind: 'file' } });
    expect((await scaleOf(worker))?.pairKind).toBe('across-images');
  });

  it('is none of a few patches, and none before they are described', async () => {
    const { worker } = await openWorker(twenty);
    describeTwenty(worker);
    expect(await scaleOf(worker)).toBeUndefined();
    expect(await scaleOf((await openWorker(many)).worker)).toBeUndefined();
  });

  it('has the variety of stored colours', async () => {
    const { worker } = await openWorker(many);
    describePatches(worker, patches);
    // What `store` stores has no colours at all.
    expect([...((await scaleOf(worker))?.varieties ?? [])]).toEqual(ids.map(() => 0));
  });
});
