/** Timed calls of the app's workers, for the benchmark. */
import { barcodeBytes, type NamedProfile, namedProfile, type Profile } from '../../src/barcode/profile.ts';
import type { Device, EngineChoice } from '../../src/encoder/feature-extractor.ts';
import { connectEncoder } from '../../src/engine/device/connect-encoder.ts';
import { connectSearch } from '../../src/engine/question/connect-search.ts';
import { createCollection } from '../../src/library/collections.ts';
import { commitBatch } from '../../src/library/commit-batch.ts';
import type { CollectionRecord } from '../../src/library/schema.ts';
import { NO_FILTER } from '../../src/search/hits.ts';

const HITS = 20;
const COMMIT = 500;

/** Milliseconds of each of some queries over a collection of random barcodes, stored and loaded as real ones are. */
export async function timeSearch({
  profileName,
  patches,
  queries,
}: {
  profileName: NamedProfile;
  patches: number;
  queries: number;
}): Promise<number[]> {
  const collection = await storeRandomCollection(profileName, patches);
  const search = connectSearch();
  const { id: collectionId, profile, sourceRule } = collection;
  await search.remote.open({ collectionId, profile, sourceRule });
  const ask = (patchId: number) =>
    search.remote.query({
      question: { positives: [{ patchId }], negatives: [], combination: 'mean' },
      n: HITS,
      filter: NO_FILTER,
      sameSource: true,
      insideRegion: true,
      onePerSource: false,
      foldNeighbours: false,
    });
  await ask(0);
  const times: number[] = [];
  for (let i = 0; i < queries; i++) times.push(await millisecondsOf(() => ask((i * 7919) % patches)));
  search.destroy();
  return times;
}

/** Milliseconds of some encodes of a random patch, one at a time, for each size; the first of a size is not counted. */
export async function timeEncoding({
  engine,
  sizes,
  repeats,
}: {
  engine: EngineChoice;
  sizes: readonly number[];
  repeats: number;
}): Promise<{ engine: Device['engine']; device: string; times: Record<number, number[]> }> {
  const encoder = connectEncoder();
  const { device, weightsId } = await encoder.remote.start({
    engine,
    assetsUrl: new URL('assets/', document.baseURI).href,
  });
  const times: Record<number, number[]> = {};
  for (const size of sizes) {
    const profile: Profile = { ...namedProfile('standard', weightsId), size };
    const encode = () => encoder.remote.encode({ batch: [randomImage(size)], profile });
    await encode();
    times[size] = [];
    for (let i = 0; i < repeats; i++) times[size].push(await millisecondsOf(encode));
  }
  encoder.destroy();
  return { engine: device.engine, device: device.name, times };
}

/** Milliseconds of encoding one patch with each profile, in turns, on the processor; profile after profile. */
export async function timeProfiles({
  names,
  repeats,
}: {
  names: readonly NamedProfile[];
  repeats: number;
}): Promise<number[][]> {
  const encoder = connectEncoder();
  const assetsUrl = new URL('assets/', document.baseURI).href;
  const { weightsId } = await encoder.remote.start({ engine: 'wasm', assetsUrl });
  const times = names.map((): number[] => []);
  for (let turn = -1; turn < repeats; turn++) {
    for (const [at, name] of names.entries()) {
      const profile = namedProfile(name, weightsId);
      const batch = [randomImage(profile.size)];
      const taken = await millisecondsOf(() => encoder.remote.encode({ batch, profile }));
      // The first turn allocates.
      if (turn >= 0) times[at]?.push(taken);
    }
  }
  encoder.destroy();
  return times;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

async function storeRandomCollection(profileName: NamedProfile, patches: number): Promise<CollectionRecord> {
  const profile = namedProfile(profileName, 'random');
  const collection = await createCollection({
    name: 'Random',
    profileName,
    profile,
    origin: { kind: 'files' },
    labelRule: { folderLevel: 0, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  for (let first = 0; first < patches; first += COMMIT) {
    const count = Math.min(COMMIT, patches - first);
    const files = Array.from({ length: count }, (_, i) => ({
      path: `${first + i}.png`,
      label: '',
      width: 150,
      height: 150,
      fileSize: 0,
      fileModified: 0,
      barcode: randomBytes(barcodeBytes(profile)),
      colours: { histogram: new Uint16Array(512), pixelHash: `${first + i}` },
      thumbnail: new ArrayBuffer(0),
    }));
    await commitBatch(collection.id, files, []);
  }
  return collection;
}

function randomImage(size: number) {
  return { width: size, height: size, data: randomBytes(size * size * 3) };
}

function randomBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count);
  // The browser gives at most 65,536 random bytes a call.
  for (let at = 0; at < count; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
  return bytes;
}
