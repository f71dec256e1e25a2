import { barcodeBytes } from '../../barcode/profile.ts';
import { COLOUR_BYTES } from '../../base/colour-histogram.ts';
import { type Costs, fromSums, type IndexingCosts, queryCosts } from '../../evaluation/costs.ts';
import { meanSd } from '../../evaluation/mean-sd.ts';
import { readThumbnails } from '../../library/patches.ts';
import type { CollectionRecord, IndexingTime } from '../../library/schema.ts';
import { NO_FILTER } from '../../search/hits.ts';
import { openCollectionStore } from '../collection/open-collection-store.ts';
import { findSimilar } from '../question/search-service.ts';

/** Patches whose thumbnails are weighed. */
const WEIGHED = 500;

/** Queries that are timed, after some that warm the search up. */
const TIMED = 40;
const WARMING = 5;

const HITS = 10;

/**
 * Times some queries as the page sends them, one after another, and weighs some thumbnails.
 * @param patchIds Of the collection; some of them are drawn evenly.
 * @throws AppError storage-failed and what `findSimilar` throws; the signal's reason when aborted.
 */
export async function measureCosts(
  collection: CollectionRecord,
  patchIds: readonly number[],
  signal: AbortSignal,
): Promise<Costs> {
  const { id, profile, indexingTime } = collection;
  const barcode = barcodeBytes(profile);
  const thumbnails = await readThumbnails(id, drawEvenly(patchIds, WEIGHED));
  return {
    indexing: indexingTime && indexingCosts(indexingTime),
    query: isOpen(id) ? queryCosts(await timeQueries(drawEvenly(patchIds, TIMED), signal)) : undefined,
    barcodeBytes: barcode,
    storedBytes: meanSd([...thumbnails.values()].map(({ byteLength }) => barcode + COLOUR_BYTES + byteLength)),
  };
}

function isOpen(collectionId: string): boolean {
  const open = openCollectionStore.getState();
  return open.status === 'open' && open.collection.id === collectionId;
}

function indexingCosts({ patches, milliseconds, batches, sumAPatch, squaresAPatch }: IndexingTime): IndexingCosts {
  const seconds = milliseconds / 1000;
  return { patches, seconds, secondsAPatch: fromSums(batches, sumAPatch / 1000, squaresAPatch / 1e6) };
}

async function timeQueries(patchIds: readonly number[], signal: AbortSignal): Promise<number[]> {
  for (const patchId of patchIds.slice(0, WARMING)) await search(patchId, signal);
  const times: number[] = [];
  for (const patchId of patchIds) {
    const begin = performance.now();
    await search(patchId, signal);
    times.push(performance.now() - begin);
  }
  return times;
}

function search(patchId: number, signal: AbortSignal): Promise<unknown> {
  const question = { positives: [{ patchId }], negatives: [], combination: 'mean' } as const;
  const everywhere = {
    sameSource: true,
    insideRegion: true,
    onePerSource: false,
    foldNeighbours: false,
    learned: false,
  };
  const options = { n: HITS, filter: NO_FILTER, ...everywhere };
  return findSimilar(question, options, signal);
}

function drawEvenly(patchIds: readonly number[], count: number): number[] {
  if (patchIds.length <= count) return [...patchIds];
  return Array.from({ length: count }, (_, at) => patchIds[Math.floor((at * patchIds.length) / count)] ?? 0);
}
