/** Timed evaluation of a collection of random barcodes, for the benchmark. */
import { barcodeBytes, namedProfile } from '../../src/barcode/profile.ts';
import { colourHistogram } from '../../src/base/colour-histogram.ts';
import { Connection } from '../../src/base/rpc.ts';
import { createCollection } from '../../src/library/collections.ts';
import { commitBatch, type IndexedFile } from '../../src/library/commit-batch.ts';
import { deleteCollection, removeDeleted } from '../../src/library/deletion.ts';
import type { EvaluationWorker } from '../../src/search/evaluation/evaluation-worker.ts';

const LABELS = 8;
const COMMIT = 500;

/** Milliseconds from the start to having every figure of `patches` Standard patches: five folds, all sets of layers. */
export async function timeEvaluation(patches: number): Promise<number> {
  const collectionId = await storeLabelled(patches);
  const { layers } = namedProfile('standard', 'random');
  const evaluation = new Connection<EvaluationWorker>(
    new Worker(new URL('../../src/search/evaluation/evaluation.worker.ts', import.meta.url), { type: 'module' }),
  );
  const begin = performance.now();
  await evaluation.remote.evaluate({
    collectionId,
    protocol: { kind: 'folds', k: 5, seed: 1 },
    layers,
    voters: 3,
    withoutDuplicates: false,
  });
  const milliseconds = performance.now() - begin;
  evaluation.destroy();
  await deleteCollection(collectionId);
  await removeDeleted();
  return milliseconds;
}

async function storeLabelled(patches: number): Promise<string> {
  const { id } = await createCollection({
    name: 'Random',
    profileName: 'standard',
    profile: namedProfile('standard', 'random'),
    origin: { kind: 'files' },
    labelRule: { folderLevel: 1, renamed: {} },
    sourceRule: { kind: 'file' },
  });
  for (let first = 0; first < patches; first += COMMIT) {
    const count = Math.min(COMMIT, patches - first);
    await commitBatch(
      id,
      Array.from({ length: count }, (_, i) => randomFile(first + i)),
      [],
    );
  }
  return id;
}

function randomFile(number: number): IndexedFile {
  const barcode = crypto.getRandomValues(new Uint8Array(barcodeBytes(namedProfile('standard', 'random'))));
  const histogram = colourHistogram(crypto.getRandomValues(new Uint8Array(3 * 256)));
  return {
    path: `${number}.png`,
    label: `label ${number % LABELS}`,
    width: 150,
    height: 150,
    fileSize: 0,
    fileModified: 0,
    barcode,
    colours: { histogram, pixelHash: `${number}` },
    thumbnail: new ArrayBuffer(0),
  };
}
