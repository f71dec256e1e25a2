import { layerBytes } from '../../barcode/layer-bytes.ts';
import { barcodeBytes, type LayerNumber, type LayerSpan, layerSpans, type Profile } from '../../barcode/profile.ts';
import { COLOUR_BINS } from '../../base/colour-histogram.ts';
import { AppError } from '../../base/errors.ts';
import type { CallContext } from '../../base/rpc.ts';
import { type Choices, type Evaluation, evaluate } from '../../evaluation/evaluation.ts';
import { hasQueries, nameSources, type Partition, partition, type Sample } from '../../evaluation/partition.ts';
import type { Protocol } from '../../evaluation/protocol.ts';
import { PUBLISHED_LAYER_SETS } from '../../evaluation/published.ts';
import { RANKING_DEPTH } from '../../evaluation/ranking-scores.ts';
import { getCollection } from '../../library/collections.ts';
import { readColours, readPatches } from '../../library/patches.ts';
import type { PatchRecord } from '../../library/schema.ts';
import { readBarcodes } from '../../library/segments.ts';
import { createKernel } from '../hamming-kernel.ts';
import { createColourKernel } from './colour-kernel.ts';
import { comparePairs } from './compare-pairs.ts';
import { RowScanner } from './row-scanner.ts';

export interface EvaluationRequest extends Choices {
  readonly collectionId: string;
}

/** Share of the comparisons done, 0 to 1. */
export interface EvaluationProgress {
  readonly share: number;
}

/** A block of rows that stays in the processor's cache. */
const BLOCK_BYTES = 512 * 1024;
const LEAST_BLOCK_ROWS = 16;

/** Measures how well a collection retrieves its own labels. Served in a worker of its own; keeps nothing between calls. */
export class EvaluationWorker {
  /**
   * @throws AppError collection-missing, evaluation-no-labels, evaluation-nothing-asks, pattern-invalid,
   * record-damaged, search-out-of-memory, storage-failed; the signal's reason when aborted.
   */
  async evaluate(
    { collectionId, ...choices }: EvaluationRequest,
    { signal, progress }: CallContext<EvaluationProgress>,
  ): Promise<Evaluation> {
    const { profile, patchCount } = await getCollection(collectionId);
    const patches = await collect(readPatches(collectionId));
    // Figures over what is left would pass for those of the collection.
    if (patches.length < patchCount) throw damaged(patchCount - patches.length);
    const labelled = patches.filter(({ label }) => label !== '');
    if (labelled.length < 2) throw new AppError('evaluation-no-labels');
    const samples = labelled.map(({ path, label }) => ({ path, label }));
    const divided = divide(samples, choices.protocol);
    const rows = new PatchRows(labelled, profile);
    const hashes = await rows.load(collectionId, signal);
    const layerSets = layerSetsOf(profile, choices.layers);
    const tables = await comparePairs(
      {
        scanners: rows.scanners,
        measures: [...layerSets.map((layers) => rows.measureOf(layers)), rows.colourMeasure],
        partition: divided,
        keptApart: choices.withoutDuplicates ? numbered(hashes) : Int32Array.from(labelled.keys()),
        blockRows: rows.blockRows,
        depth: RANKING_DEPTH,
      },
      signal,
      (share) => progress({ share }),
    );
    const colour = tables.pop();
    const found = layerSets.flatMap((layers, at) => (tables[at] ? [{ layers, table: tables[at] }] : []));
    const chosen = found.pop();
    if (!chosen || !colour) throw new AppError('unexpected', 'fewer tables than measures');
    const patchIds = labelled.map(({ id }) => id);
    const unlabelled = patches.length - labelled.length;
    const sources = sourcesOf(samples, choices);
    return evaluate(
      { profile, patchIds, samples, unlabelled, partition: divided, sources, hashes, chosen, others: found, colour },
      choices,
    );
  }
}

/** The barcodes of some patches, layer by layer, and their colours, ready to be compared. */
class PatchRows {
  /** One a layer, then the colours. */
  readonly scanners: readonly RowScanner[];
  readonly blockRows: number;
  readonly #profile: Profile;
  readonly #spans: readonly LayerSpan[];
  readonly #places: ReadonlyMap<number, number>;

  constructor(patches: readonly PatchRecord[], profile: Profile) {
    const spans = layerSpans(profile);
    const rowBytes = [...spans.map(({ firstBit, bits }) => bytesWith(firstBit, bits)), COLOUR_BINS * 2];
    const total = rowBytes.reduce((sum, bytes) => sum + bytes, 0);
    const blockRows = Math.max(LEAST_BLOCK_ROWS, Math.floor(BLOCK_BYTES / total));
    this.scanners = rowBytes.map((bytes, at) => {
      const kernel = at < spans.length ? createKernel() : createColourKernel();
      return new RowScanner(kernel, bytes, patches.length, blockRows);
    });
    this.blockRows = blockRows;
    this.#profile = profile;
    this.#spans = spans;
    this.#places = new Map(patches.map(({ id }, at) => [id, at]));
  }

  get colourMeasure(): number[] {
    return [this.#spans.length];
  }

  measureOf(layers: readonly LayerNumber[]): number[] {
    return layers.map((layer) => this.#spans.findIndex((span) => span.layer === layer));
  }

  /** Reads all from the library. @returns The hash of each patch's pixels. */
  async load(collectionId: string, signal: AbortSignal): Promise<string[]> {
    for await (const { firstId, barcodes, damaged: found = [] } of readBarcodes(collectionId)) {
      signal.throwIfAborted();
      if (found.length > 0) throw damaged(found.length);
      this.#putBarcodes(firstId, barcodes);
    }
    const hashes = Array.from({ length: this.#places.size }, () => '');
    let loaded = 0;
    for await (const chunk of readColours(collectionId)) {
      signal.throwIfAborted();
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
    }
  }
}

function damaged(patches: number): AppError {
  return new AppError('record-damaged', `${patches} patches`);
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

/** @throws AppError pattern-invalid, evaluation-nothing-asks. */
function divide(samples: readonly Sample[], protocol: Protocol): Partition {
  const divided = tryWithPattern(() => partition(samples, protocol));
  if (!hasQueries(divided)) throw new AppError('evaluation-nothing-asks');
  return divided;
}

/** @throws AppError pattern-invalid where the work throws SyntaxError. */
function tryWithPattern<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw new AppError('pattern-invalid', thrown.message);
    throw thrown;
  }
}

/** The source of each sample, as the protocol or else the collection names it; undefined where neither does. */
function sourcesOf(samples: readonly Sample[], { protocol, sourcePattern }: Choices): readonly string[] | undefined {
  const pattern = protocol.kind === 'leave-out' ? protocol.pattern : sourcePattern;
  return pattern === undefined ? undefined : tryWithPattern(() => nameSources(samples, pattern).names);
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

async function collect<Item>(chunks: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const chunk of chunks) all.push(...chunk);
  return all;
}
