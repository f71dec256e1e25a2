import 'fake-indexeddb/auto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { barcodeBytes, namedProfile } from '../../barcode/profile.ts';
import { dictionaryOf } from '../../base/dictionary.ts';
import { AppError } from '../../base/errors.ts';
import { createCollection, getCollection } from '../../library/collections.ts';
import { readColoursOf, readFailures, readKnownFiles, readLabelsByHand, readPatches } from '../../library/patches.ts';
import type { CollectionRecord, PatchRecord } from '../../library/schema.ts';
import { readBarcode } from '../../library/segments.ts';
import type { Intake } from '../intake/intake.ts';
import type { IndexingState } from './indexing-store.ts';
import { PauseGate } from './pipeline.ts';
import { readFile } from './read-files.ts';
import { IndexingRun, type RunTools } from './run.ts';

const profile = namedProfile('standard', 'weights');

/** Files whose content is a number (the barcode's first byte), "broken", "narrow" or "offline". */
function intakeOf(contents: Record<string, string>): Intake {
  const files = Object.entries(contents).map(([path, content]) => ({
    path,
    open: async () => new File([content], path, { lastModified: content.length }),
  }));
  return {
    name: 'tiles',
    kind: 'folder',
    files,
    slides: [],
    masks: [],
    notes: [],
    skipped: { hidden: [], unsupported: [], unreadable: [], told: [] },
  };
}

function numbered(count: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: count }, (_, i) => [`tumour/${i}.png`, `${i}`]));
}

const readers = {
  async readPatch(file: File) {
    const content = await file.text();
    if (content === 'offline') throw new AppError('decoder-unreachable');
    if (content === 'broken') throw new AppError('image-broken', 'bad CRC');
    const rgb = { width: 256, height: content === 'narrow' ? 15 : 256, data: Uint8Array.of(Number(content)) };
    const colours = { histogram: new Uint16Array(512), pixelHash: content };
    const bits = content === '12' && { bitsByRange: 12 };
    return { rgb, colours, thumbnail: new ArrayBuffer(8), width: 150, height: 150, ...bits };
  },
};

const encode: RunTools['encoder']['encode'] = async (batch) =>
  batch.map(({ data }) => new Uint8Array(barcodeBytes(profile)).fill(data[0] ?? 0));

interface Indexing {
  readonly tools?: Partial<RunTools>;
  readonly gate?: PauseGate;
  readonly signal?: AbortSignal;
}

/** Runs over `intake` and returns the last state reported. */
async function index(collection: CollectionRecord, intake: Intake, { tools, gate, signal }: Indexing = {}) {
  let state: Partial<IndexingState> = {};
  const onProgress = (change: Partial<IndexingState>) => {
    state = { ...state, ...change };
  };
  const all = {
    encoder: { encode },
    batchSize: 4,
    readAhead: 6,
    labelsByHand: new Map(),
    onStored: () => {},
    onProgress,
    ...tools,
  };
  const known = await readKnownFiles(collection.id);
  const hashOf = async (id: number) => (await readColoursOf(collection.id, [id])).get(id)?.pixelHash;
  const goOn = signal ?? new AbortController().signal;
  const items = {
    total: intake.files.length,
    notices: [],
    items: () => intake.files.map((file) => () => readFile(file, { known, hashOf }, readers, profile, goOn)),
  };
  const run = new IndexingRun(collection, items, all, gate ?? new PauseGate(), goOn);
  await run.work();
  return state;
}

async function storedPatches(collectionId: string): Promise<PatchRecord[]> {
  const patches: PatchRecord[] = [];
  for await (const chunk of readPatches(collectionId)) patches.push(...chunk);
  return patches;
}

async function firstBytes(collectionId: string): Promise<Record<string, number | undefined>> {
  const bytes: Record<string, number | undefined> = {};
  for (const { id, path } of await storedPatches(collectionId)) bytes[path] = (await readBarcode(collectionId, id))[0];
  return bytes;
}

describe('an indexing run', () => {
  let collection: CollectionRecord;

  beforeEach(async () => {
    collection = await createCollection({
      name: 'tiles',
      profileName: 'standard',
      profile,
      origin: { kind: 'folder' },
      labelRule: { folderLevel: 1, renamed: dictionaryOf([['tumour', 'Carcinoma']]) },
      sourceRule: { kind: 'file' },
    });
  });

  it('takes over labels that were given by hand, and they stay', async () => {
    const labelsByHand = new Map([['tumour/1.png', 'Border of the tumour']]);
    await index(collection, intakeOf(numbered(3)), { tools: { labelsByHand } });
    expect((await storedPatches(collection.id)).map(({ label, labelledByHand }) => [label, labelledByHand])).toEqual([
      ['Carcinoma', undefined],
      ['Border of the tumour', true],
      ['Carcinoma', undefined],
    ]);
    expect(await readLabelsByHand(collection.id)).toEqual(labelsByHand);
  });

  it('copies its failures a few times a second, not once a file, and tells all of them in the end', async () => {
    const files = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`${at}.png`, 'broken']));
    const lists = new Set<unknown>();
    let last: IndexingState['failures'] = [];
    const onProgress = ({ failures }: Partial<IndexingState>) => {
      if (!failures) return;
      lists.add(failures);
      last = failures;
    };
    await index(collection, intakeOf(files), { tools: { onProgress } });
    expect(last).toHaveLength(2_000);
    expect(lists.size).toBeLessThan(500);
  });

  it('stores every file with its label, its stamp and its barcode', async () => {
    const state = await index(collection, intakeOf(numbered(10)));
    expect(state).toMatchObject({ done: 10, indexed: 10, unchanged: 0, failures: [] });
    const [patch] = await storedPatches(collection.id);
    expect(patch).toMatchObject({ path: 'tumour/0.png', label: 'Carcinoma', width: 150, fileSize: 1, fileModified: 1 });
    expect(await firstBytes(collection.id)).toMatchObject({ 'tumour/3.png': 3, 'tumour/9.png': 9 });
  });

  it('gives the encoder the next batch before the last is stored', async () => {
    const order: string[] = [];
    const noting: RunTools['encoder']['encode'] = (...args) => {
      order.push('encode');
      return encode(...args);
    };
    const onStored = () => order.push('store');
    await index(collection, intakeOf(numbered(12)), { tools: { encoder: { encode: noting }, onStored } });
    expect(order).toEqual(['encode', 'encode', 'store', 'encode', 'store', 'store']);
  });

  it('goes on past broken and narrow files, and records why', async () => {
    const state = await index(
      collection,
      intakeOf({ 'a.png': '1', 'b.png': 'broken', 'c.png': 'narrow', 'd.png': '4' }),
    );
    expect(state).toMatchObject({ done: 4, indexed: 2 });
    expect(state.failures?.map(({ path, error }) => [path, error.code])).toEqual([
      ['b.png', 'image-broken'],
      ['c.png', 'image-too-narrow'],
    ]);
    expect((await readFailures(collection.id)).map(({ path }) => path)).toEqual(['b.png', 'c.png']);
  });

  it('adds only what is new or changed when the folder comes again', async () => {
    await index(collection, intakeOf({ 'a.png': '1', 'b.png': 'broken', 'c.png': '3' }));
    const again = intakeOf({ 'a.png': '1', 'b.png': '2', 'c.png': '33', 'd.png': '4' });
    const state = await index(collection, again);
    expect(state).toMatchObject({ done: 4, indexed: 3, unchanged: 1, failures: [] });
    expect(await firstBytes(collection.id)).toEqual({ 'a.png': 1, 'b.png': 2, 'c.png': 33, 'd.png': 4 });
    expect(await readFailures(collection.id)).toEqual([]);
  });

  it('keeps what is stored when it is cancelled, and finishes when it comes again', async () => {
    const controller = new AbortController();
    let batches = 0;
    const cancelling: RunTools['encoder']['encode'] = async (...args) => {
      if (++batches === 3) controller.abort();
      return encode(...args);
    };
    const cancelled = index(collection, intakeOf(numbered(20)), {
      tools: { encoder: { encode: cancelling } },
      signal: controller.signal,
    });
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    const kept = (await getCollection(collection.id)).patchCount;
    expect(kept).toBeGreaterThanOrEqual(8);
    expect(kept).toBeLessThan(20);
    const state = await index(collection, intakeOf(numbered(20)));
    expect(state).toMatchObject({ done: 20, indexed: 20 - kept, unchanged: kept });
    expect(Object.keys(await firstBytes(collection.id))).toHaveLength(20);
  });

  it('stops with the reason when encoding fails for good, and keeps what is stored', async () => {
    let batches = 0;
    const failing: RunTools['encoder']['encode'] = async (...args) => {
      if (++batches > 1) throw new AppError('device-lost');
      return encode(...args);
    };
    const stopped = index(collection, intakeOf(numbered(12)), { tools: { encoder: { encode: failing } } });
    await expect(stopped).rejects.toMatchObject({ code: 'device-lost' });
    expect((await getCollection(collection.id)).patchCount).toBe(4);
  });

  it('stops, and blames no file, when a decoder cannot be fetched', async () => {
    const stopped = index(collection, intakeOf({ 'a.png': '1', 'b.png': 'offline', 'c.png': '3' }));
    await expect(stopped).rejects.toMatchObject({ code: 'decoder-unreachable' });
    expect(await readFailures(collection.id)).toEqual([]);
  });

  it('says once that images were scaled by their own range', async () => {
    const state = await index(collection, intakeOf({ 'a.tif': '12', 'b.tif': '12', 'c.tif': '1' }));
    expect(state).toMatchObject({ indexed: 3, notices: [{ code: 'bits-by-range', detail: '12 of 16' }] });
  });

  it('says so when the device was replaced on the way', async () => {
    const recovering: RunTools['encoder']['encode'] = async (batch, of, signal, onRecovery) => {
      onRecovery?.(new AppError('device-lost', 'reset'));
      return encode(batch, of, signal);
    };
    const state = await index(collection, intakeOf({ 'a.png': '1' }), { tools: { encoder: { encode: recovering } } });
    expect(state).toMatchObject({ indexed: 1, notices: [{ code: 'device-lost', detail: 'reset' }] });
  });

  it('waits while paused, with everything before the pause stored', async () => {
    const gate = new PauseGate();
    const phases: (string | undefined)[] = [];
    const onProgress = ({ phase }: Partial<IndexingState>) => {
      if (phase) phases.push(phase);
      if (phase === 'paused') gate.open();
    };
    let batches = 0;
    const pausing: RunTools['encoder']['encode'] = async (...args) => {
      if (++batches === 1) gate.close();
      return encode(...args);
    };
    await index(collection, intakeOf(numbered(8)), { tools: { encoder: { encode: pausing }, onProgress }, gate });
    expect(phases).toEqual(['paused', 'running']);
    expect((await getCollection(collection.id)).patchCount).toBe(8);
  });

  it('notes the time that batches took, without the pause', async () => {
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    try {
      const gate = new PauseGate();
      const onProgress = ({ phase }: Partial<IndexingState>) => {
        if (phase !== 'paused') return;
        clock += 60_000;
        gate.open();
      };
      let batches = 0;
      const slow: RunTools['encoder']['encode'] = async (...args) => {
        clock += 50;
        if (++batches === 1) gate.close();
        return encode(...args);
      };
      await index(collection, intakeOf(numbered(8)), { tools: { encoder: { encode: slow }, onProgress }, gate });
      const { indexingTime } = await getCollection(collection.id);
      expect(indexingTime).toMatchObject({ patches: 8, milliseconds: 100 });
    } finally {
      now.mockRestore();
    }
  });
});
