import { layerBytes } from '../../barcode/layer-bytes.ts';
import {
  barcodeBits,
  barcodeBytes,
  type LayerNumber,
  type LayerSpan,
  layerSpans,
  type Profile,
} from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import { loadPatterns } from '../../base/patterns.ts';
import type { CallContext } from '../../base/rpc.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { drawQueries } from '../../evaluation/draw-queries.ts';
import { type Choices, type Evaluation, evaluate } from '../../evaluation/evaluation.ts';
import { pairsCompared } from '../../evaluation/pairs-compared.ts';
import { hasQueries, nameSources, type Partition, partition, type Sample } from '../../evaluation/partition.ts';
import { PUBLISHED_LAYER_SETS } from '../../evaluation/published.ts';
import { RANKING_DEPTH } from '../../evaluation/ranking-scores.ts';
import { getCollection } from '../../library/collections.ts';
import { readColours, readPatches } from '../../library/patches.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { readBarcodes } from '../../library/segments.ts';
import { createKernel } from '../hamming-kernel.ts';
import { nearestByLens } from '../lens/leave-out.ts';
import { createColourKernel } from './colour-kernel.ts';
import { comparePairs } from './compare-pairs.ts';
import { RowScanner } from './row-scanner.ts';

export interface EvaluationRequest extends Choices {
  readonly collectionId: string;
  readonly told?: Told;
}

/** What the page knows of patches beyond their records, each by path. */
export interface Told {
  /** The cases that they belong to. */
  readonly cases?: ReadonlyMap<string, string> | undefined;
  /** What is to be retrieved in place of their labels; patches without it have no part in the evaluation. */
  readonly targets?: ReadonlyMap<string, string> | undefined;
}

/** What is being done: reading the library, comparing patches, learning from their labels where that was asked for, then working out the figures. */
export type EvaluationStep = 'reading' | 'comparing' | 'learning' | 'figures';

export interface EvaluationProgress {
  readonly step: EvaluationStep;
  /** Of the step, 0 to 1. */
  readonly share: number;
}

/** What an evaluation takes on this device, in seconds. */
export interface EvaluationSpeed {
  /** To read a patch from the library. */
  readonly patch: number;
  /** To compare a pair of patches by every measure. */
  readonly pair: number;
}

/** A block of rows that stays in the processor's cache. */
const BLOCK_BYTES = 512 * 1024;
const LEAST_BLOCK_ROWS = 16;

/** How long comparisons are measured for, in milliseconds: long enough that the code is compiled. */
const MEASURED_MS = 300;

/** Measures how well a collection retrieves its own labels. Served in a worker of its own; keeps nothing between calls. */
export class EvaluationWorker {
  /**
   * @throws AppError collection-missing, evaluation-no-labels, evaluation-no-queries, pattern-invalid,
   * record-damaged, search-out-of-memory, storage-failed; the signal's reason when aborted.
   */
  async evaluate(
    { collectionId, told = {}, ...choices }: EvaluationRequest,
    { signal, progress }: CallContext<EvaluationProgress>,
  ): Promise<Evaluation> {
    const { profile, patchCount } = await getCollection(collectionId);
    // Each patch is read three times over: its record, its barcode and its colours.
    let read = 0;
    const onRead = (count: number) => {
      signal.throwIfAborted();
      read += count;
      progress({ step: 'reading', share: Math.min(1, read / (3 * patchCount)) });
    };
    const patches = await collect(readPatches(collectionId), onRead);
    // Figures over what is left would pass for those of the collection.
    if (patches.length < patchCount) throw damaged(patchCount - patches.length);
    const { cases, targets } = told;
    const labelled = patches.flatMap((patch) => {
      const label = targets ? (targets.get(patch.path) ?? '') : patch.label;
      return label === '' ? [] : [{ ...patch, label }];
    });
    if (labelled.length < 2) throw new AppError('evaluation-no-labels');
    const samples = labelled.map(({ path, label }) => ({ path, label, ...(cases && { source: cases.get(path) }) }));
    await loadPatterns();
    const divided = divide(samples, choices);
    const rows = new PatchRows(labelled, profile, choices.withLens);
    const hashes = await rows.load(collectionId, onRead);
    const layerSets = layerSetsOf(profile, choices.layers);
    const keptApart = choices.withoutDuplicates ? numbered(hashes) : Int32Array.from(labelled.keys());
    const tables = await comparePairs(
      {
        scanners: rows.scanners,
        measures: [...layerSets.map((layers) => rows.measureOf(layers)), rows.colourMeasure],
        partition: divided,
        keptApart,
        blockRows: rows.blockRows,
        depth: RANKING_DEPTH,
      },
      signal,
      (share) => progress({ step: 'comparing', share }),
    );
    const labels = labelled.map(({ label }) => label);
    const learned =
      rows.barcodes &&
      (await nearestByLens(
        {
          ...{ barcodes: rows.barcodes, labels, keptApart },
          bits: barcodeBits(profile),
          partition: divided,
          depth: RANKING_DEPTH,
        },
        signal,
        (share) => progress({ step: 'learning', share }),
      ));
    progress({ step: 'figures', share: 0 });
    const colour = tables.pop();
    const found = layerSets.flatMap((layers, at) => (tables[at] ? [{ layers, table: tables[at] }] : []));
    const chosen = found.pop();
    if (!chosen || !colour) throw new AppError('unexpected', 'fewer tables than measures');
    const patchIds = labelled.map(({ id }) => id);
    const unlabelled = patches.length - labelled.length;
    const sources = sourcesOf(samples, choices);
    return evaluate(
      {
        profile,
        patchIds,
        samples,
        unlabelled,
        partition: divided,
        sources,
        hashes,
        chosen,
        others: found,
        colour,
        learned,
      },
      choices,
    );
  }

  /**
   * Measures how fast this device reads and compares patches of a collection, on a small part of it.
   * @throws AppError collection-missing, storage-failed; the signal's reason when aborted.
   */
  async measure(
    { collectionId }: { readonly collectionId: string },
    { signal }: CallContext,
  ): Promise<EvaluationSpeed> {
    const { profile } = await getCollection(collectionId);
    return {
      patch: await secondsToRead(collectionId, signal),
      pair: await secondsToCompare(profile, signal),
    };
  }
}

/** Of one patch, from a page of each store. */
async function secondsToRead(collectionId: string, signal: AbortSignal): Promise<number> {
  const secondsEach = async <Chunk>(chunks: AsyncIterable<Chunk>, count: (chunk: Chunk) => number) => {
    signal.throwIfAborted();
    const begin = performance.now();
    for await (const chunk of chunks) return (performance.now() - begin) / 1000 / Math.max(1, count(chunk));
    return 0;
  };
  const records = await secondsEach(readPatches(collectionId), ({ length }) => length);
  const colours = await secondsEach(readColours(collectionId), ({ length }) => length);
  const bytes = barcodeBytes((await getCollection(collectionId)).profile);
  const barcodes = await secondsEach(readBarcodes(collectionId), (run) => run.barcodes.length / bytes);
  return records + colours + barcodes;
}

/** Of one pair, from comparisons of random patches. */
async function secondsToCompare(profile: Profile, signal: AbortSignal): Promise<number> {
  const size = 2 * layOut(profile).blockRows;
  const rows = new PatchRows(
    Array.from({ length: size }, (_, id) => ({ id })),
    profile,
  );
  rows.fillAtRandom(seededRandom(1));
  const samples = Array.from({ length: size }, (_, at) => ({ path: `${at}`, label: `${at % 8}` }));
  const comparison = {
    scanners: rows.scanners,
    measures: [...layerSetsOf(profile, profile.layers).map((layers) => rows.measureOf(layers)), rows.colourMeasure],
    partition: partition(samples, { kind: 'folds', k: 5, seed: 1 }),
    keptApart: Int32Array.from(samples.keys()),
    blockRows: rows.blockRows,
    depth: RANKING_DEPTH,
  };
  let pairs = 0;
  const begin = performance.now();
  do {
    await comparePairs(comparison, signal, () => {});
    pairs += pairsCompared(size, size);
  } while (performance.now() - begin < MEASURED_MS);
  return (performance.now() - begin) / 1000 / pairs;
}

/** The barcodes of some patches, layer by layer, and their colours, ready to be compared. */
class PatchRows {
  /** One a layer, then the colours. */
  readonly scanners: readonly RowScanner[];
  readonly blockRows: number;
  /** Whole and packed, one after another, where they were asked for. */
  readonly barcodes: Uint8Array<ArrayBuffer> | undefined;
  readonly #profile: Profile;
  readonly #spans: readonly LayerSpan[];
  readonly #rowBytes: readonly number[];
  readonly #places: ReadonlyMap<number, number>;

  constructor(patches: readonly Pick<PatchRecord, 'id'>[], profile: Profile, keepsBarcodes = false) {
    const { spans, rowBytes, blockRows } = layOut(profile);
    this.scanners = rowBytes.map((bytes, at) => {
      const kernel = at < spans.length ? createKernel() : createColourKernel();
      return new RowScanner(kernel, bytes, patches.length, blockRows);
    });
    this.blockRows = blockRows;
    this.barcodes = keepsBarcodes ? new Uint8Array(patches.length * barcodeBytes(profile)) : undefined;
    this.#profile = profile;
    this.#spans = spans;
    this.#rowBytes = rowBytes;
    this.#places = new Map(patches.map(({ id }, at) => [id, at]));
  }

  get colourMeasure(): number[] {
    return [this.#spans.length];
  }

  measureOf(layers: readonly LayerNumber[]): number[] {
    return layers.map((layer) => this.#spans.findIndex((span) => span.layer === layer));
  }

  fillAtRandom(random: () => number): void {
    for (const [at, scanner] of this.scanners.entries()) {
      for (const place of this.#places.values()) {
        // Of a histogram's 16-bit numbers the upper bytes, which come second, stay small.
        const isHistogram = at === this.#spans.length;
        const length = this.#rowBytes[at] ?? 0;
        scanner.put(
          place,
          Uint8Array.from({ length }, (_, byte) => (isHistogram && byte % 2 ? 0 : random() * 256)),
        );
      }
    }
  }

  /**
   * Reads all from the library.
   * @param onRead Told how many patches were read, once for their barcodes and once for their colours.
   * @returns The hash of each patch's pixels.
   */
  async load(collectionId: string, onRead: (patches: number) => void): Promise<string[]> {
    const bytes = barcodeBytes(this.#profile);
    for await (const { firstId, barcodes, damaged: found = [] } of readBarcodes(collectionId)) {
      if (found.length > 0) throw damaged(found.length);
      this.#putBarcodes(firstId, barcodes);
      onRead(barcodes.length / bytes);
    }
    const hashes = Array.from({ length: this.#places.size }, () => '');
    let loaded = 0;
    for await (const chunk of readColours(collectionId)) {
      onRead(chunk.length);
      for (const { id, histogram, pixelHash } of chunk) {
        const place = this.#places.get(id);
        if (place === undefined) continue;
        this.scanners[this.#spans.length]?.put(
          place,
          new Uint8Array(histogram.buffer, histogram.byteOffset, histogram.byteLength),
        );
        hashes[place] = pixelHash;
        loaded++;
      }
    }
    if (loaded < hashes.length) throw damaged(hashes.length - loaded);
    return hashes;
  }

  #putBarcodes(firstId: number, barcodes: Uint8Array): void {
    const bytes = barcodeBytes(this.#profile);
    for (let row = 0; (row + 1) * bytes <= barcodes.length; row++) {
      const place = this.#places.get(firstId + row);
      if (place === undefined) continue;
      const barcode = barcodes.subarray(row * bytes, (row + 1) * bytes);
      for (const [at, span] of this.#spans.entries()) this.scanners[at]?.put(place, layerBytes(barcode, span));
      this.barcodes?.set(barcode, place * bytes);
    }
  }
}

function damaged(patches: number): AppError {
  return new AppError('record-damaged', `${patches} patches`);
}

/** How the parts of a patch lie in scanners: one a layer, and the colours last. */
function layOut(profile: Profile): {
  readonly spans: readonly LayerSpan[];
  /** Of each scanner. */
  readonly rowBytes: readonly number[];
  /** Rows of all scanners that stay in the processor's cache. */
  readonly blockRows: number;
} {
  const spans = layerSpans(profile);
  const rowBytes = [...spans.map(({ firstBit, bits }) => bytesWith(firstBit, bits)), COLOUR_BINS * 2];
  const total = rowBytes.reduce((sum, bytes) => sum + bytes, 0);
  return { spans, rowBytes, blockRows: Math.max(LEAST_BLOCK_ROWS, Math.floor(BLOCK_BYTES / total)) };
}

/** Bytes that bits from `firstBit` on lie in. */
function bytesWith(firstBit: number, bits: number): number {
  return ((firstBit + bits - 1) >> 3) - (firstBit >> 3) + 1;
}

/**
 * Sets of layers to compare, the chosen one last. With one threshold over all layers the bits of a layer depend on the
 * others, so that only all of them together can be compared.
 */
function layerSetsOf({ layers, binarisation }: Profile, chosen: readonly LayerNumber[]): (readonly LayerNumber[])[] {
  if (binarisation === 'global') return [layers];
  const published = PUBLISHED_LAYER_SETS.filter((set) => set.every((layer) => layers.includes(layer)));
  return [...published.filter((set) => set.join() !== chosen.join()), chosen];
}

/** @throws AppError pattern-invalid, evaluation-no-queries. */
function divide(samples: readonly Sample[], { protocol, draw }: Choices): Partition {
  const divided = partition(samples, protocol);
  if (!hasQueries(divided)) throw new AppError('evaluation-no-queries');
  return draw ? drawQueries(divided, samples, draw) : divided;
}

/** The source of each sample, as the protocol or else the collection names it; undefined where neither does. */
function sourcesOf(samples: readonly Sample[], { protocol, sourcePattern }: Choices): readonly string[] | undefined {
  const pattern = protocol.kind === 'leave-out' ? protocol.pattern : sourcePattern;
  const isKnown = pattern !== undefined || samples.some(({ source }) => source !== undefined);
  return isKnown ? nameSources(samples, pattern).names : undefined;
}

/** The same number for the same hash. */
function numbered(hashes: readonly string[]): Int32Array {
  const numbers = new Map<string, number>();
  return Int32Array.from(hashes, (hash) => {
    const number = numbers.get(hash) ?? numbers.size;
    numbers.set(hash, number);
    return number;
  });
}

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>, onRead: (count: number) => void): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) {
    all.push(...chunk);
    onRead(chunk.length);
  }
  return all;
}
