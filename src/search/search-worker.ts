import { hammingDistance } from '../barcode/hamming.ts';
import { layerAgreements } from '../barcode/layer-agreement.ts';
import type { Neighbour } from '../barcode/nearest.ts';
import { barcodeBits, barcodeBytes, type LayerSpan, layerSpans, type Profile } from '../barcode/profile.ts';
import { VOTERS } from '../barcode/vote.ts';
import { AppError } from '../base/errors.ts';
import { type CallContext, type Transferred, transfer } from '../base/rpc.ts';
import { count } from '../columns/bit-set.ts';
import type { NamedCases } from '../columns/cases.ts';
import type { PatchChunk } from '../columns/patch-chunk.ts';
import type { DistanceScale } from '../evaluation/scale/distance-scale.ts';
import { getCollection, idsEnd } from '../library/collections.ts';
import type { SourceRule } from '../library/schema.ts';
import { readBarcode, readBarcodes } from '../library/segments.ts';
import { sourceNamer } from '../library/sources.ts';
import type { nearestPatches, PatchAnswers, SetPair, SetQuestion, SetSearchResult } from './cases/set-search.ts';
import { Findable } from './findable.ts';
import { nearestFolded, type Place } from './fold-neighbours.ts';
import { allocateMemory, allocateSharedMemory, createKernel } from './hamming-kernel.ts';
import {
  type Combination,
  type Hit,
  type HitFilter,
  type Likeness,
  NO_FILTER,
  type Query,
  rankedDistance,
  type SearchQuestion,
  type SearchResult,
} from './hits.ts';
import { cosineOf, distanceScale, learnedBits, scoreInBits } from './lens/learned-distance.ts';
import type { Lens } from './lens/lens.ts';
import { ScaleKeeper } from './scale/scale-keeper.ts';
import type { PairsPart } from './scan-job.ts';
import { SearchIndex, type WantedPairs } from './search-index.ts';
import type { StartHelper } from './start-helpers.ts';

/** Barcodes in memory, of all that the collection has. */
export interface LoadProgress {
  readonly loaded: number;
  readonly total: number;
  /** When there is no memory for the rest: how long every question takes to read it, judged by what has been read. */
  readonly secondsAQuestion?: number;
}

export interface Opening {
  readonly collectionId: string;
  readonly profile: Profile;
  readonly sourceRule: SourceRule;
}

export interface SearchRequest {
  readonly question: SearchQuestion;
  /** Most hits wanted. */
  readonly n: number;
  readonly filter: HitFilter;
  /** False leaves out patches of the sources of the patches and regions among the positive examples. */
  readonly sameSource: boolean;
  /** False leaves out patches that overlap a region among the positive examples. */
  readonly insideRegion: boolean;
  /** True keeps the nearest hit of each source alone. */
  readonly onePerSource: boolean;
  /** True leaves out hits that overlap or touch a better one of the same slide. */
  readonly foldNeighbours: boolean;
  /** Patches from this id on are left out; all are searched when it is not given. */
  readonly below?: number;
  /** True ranks, and lets vote, through the lens that was put on; it must be there. */
  readonly learned?: boolean;
}

export interface PairsRequest extends Pick<WantedPairs, 'n' | 'first' | 'end'> {
  /** False leaves out patches of the query's source. */
  readonly sameSource: boolean;
}

export interface DistancesRequest {
  /** Negative examples have no part in it. */
  readonly question: SearchQuestion;
  /** Patches whose distances are wanted, ascending. */
  readonly ids: Uint32Array<ArrayBuffer>;
  /** See SearchRequest. */
  readonly learned?: boolean;
}

/** Who helps to scan, and with how much memory. */
export interface Means {
  /** Threads that scan, this one included. More than one needs memory that can be shared. */
  readonly threads: number;
  readonly startHelper: StartHelper;
  /** Bytes that barcodes may take in memory. */
  readonly budget: number;
}

interface OpenCollection {
  readonly collectionId: string;
  readonly layers: readonly LayerSpan[];
  readonly bits: number;
  readonly index: SearchIndex;
  readonly findable: Findable;
  /** Patches in memory whose barcode is damaged: never found, never searched with. */
  readonly damaged: Set<number>;
  readonly scale: ScaleKeeper;
  /** Of learned distances; undefined without a lens. */
  learnedScale: ScaleKeeper | undefined;
  /** Settles when it is known what counts as one source, which a pattern's engine is loaded for, and a table read. */
  sources: Promise<void>;
  /** Lets go on who waits for what a table says. */
  onTold: () => void;
}

/** Holds one collection's barcodes and finds the nearest among them. Served in a worker of its own. */
export class SearchWorker {
  readonly #means: Means | undefined;
  #opened: OpenCollection | undefined;
  /** The last of the writes to the index, which run one after another. */
  #lastWrite: Promise<void> = Promise.resolve();

  constructor(means?: Means) {
    this.#means = means;
  }

  /**
   * Loads the barcodes of a collection, and resolves when all are in memory that there is room for. Queries are answered
   * meanwhile, from those that are loaded.
   * @throws AppError collection-missing, search-out-of-memory, storage-failed; the signal's reason when aborted.
   */
  async open(
    { collectionId, profile, sourceRule }: Opening,
    { signal, progress }: CallContext<LoadProgress>,
  ): Promise<void> {
    const { threads = 1, budget } = this.#means ?? {};
    const index = new SearchIndex(barcodeBytes(profile), {
      kernel: createKernel(threads > 1 ? allocateSharedMemory() : allocateMemory()),
      threads,
      ...(budget && { budget }),
      readStored: (firstId) => readBarcodes(collectionId, firstId),
    });
    const findable = new Findable(collectionId);
    const spans = { layers: layerSpans(profile), bits: barcodeBits(profile) };
    const damaged = new Set<number>();
    const scale = new ScaleKeeper({ collectionId, index, findable, damaged, learned: false });
    const opened = {
      ...{ collectionId, index, findable, damaged, scale, learnedScale: undefined, sources: Promise.resolve() },
      onTold: () => {},
      ...spans,
    };
    this.#opened = opened;
    setSources(opened, sourceRule);
    await this.#write(async () => {
      const helpers = startHelpers(index, this.#means);
      const end = idsEnd(await getCollection(collectionId));
      index.reserve(end);
      await loadRest(opened, (secondsAQuestion) => {
        signal.throwIfAborted();
        const total = Math.max(index.size, end);
        progress({ loaded: index.held, total, ...(secondsAQuestion && { secondsAQuestion }) });
      });
      await helpers;
    });
  }

  /** Takes over barcodes that were stored or replaced since: `barcodes[i]` is that of patch `ids[i]`. */
  async update({ ids, barcodes }: { ids: readonly number[]; barcodes: readonly Uint8Array[] }): Promise<void> {
    const opened = this.#requireOpen();
    const { index, findable, damaged } = opened;
    await this.#write(async () => {
      for (const [i, id] of ids.entries()) {
        const barcode = barcodes[i];
        if (!barcode) continue;
        // Another tab has stored patches that this worker does not know of.
        if (id > index.size) await loadRest(opened);
        index.put(id, barcode);
        damaged.delete(id);
      }
      findable.restore(ids);
      noteChanged(opened, ids);
    });
  }

  /** Reads barcodes that were stored or replaced elsewhere; what is not in memory is read for each question anyway. */
  async read({ ids }: { ids: readonly number[] }): Promise<void> {
    const opened = this.#requireOpen();
    await this.#write(async () => {
      for (const id of ids.filter((each) => each < opened.index.held)) await readAgain(opened, id);
      if (ids.some((id) => id >= opened.index.size)) await loadRest(opened);
      opened.findable.restore(ids);
      noteChanged(opened, ids);
    });
  }

  /** Takes over paths and labels of patches, new or changed; filters know them from now on. */
  describe({ patches }: { patches: PatchChunk }): void {
    const opened = this.#requireOpen();
    const { findable } = opened;
    const sourcesBefore = patches.ids.map((id) => findable.sourceOf[id] ?? 0);
    findable.describe(patches);
    noteChanged(
      opened,
      [...patches.ids].filter((id, at) => findable.sourceOf[id] !== sourcesBefore[at]),
    );
  }

  /** Makes patches unfindable at once, and keeps them so whatever of them is still being loaded. */
  remove({ ids }: { ids: readonly number[] }): Promise<void> {
    const { findable } = this.#requireOpen();
    findable.remove(ids);
    return this.#write(async () => findable.remove(ids));
  }

  /** Puts a lens on in the place of the former one, or takes it off; questions go on meanwhile, as they were. */
  putLens({ lens }: { readonly lens: Lens | undefined }, { signal }: Pick<CallContext, 'signal'>): Promise<void> {
    const opened = this.#requireOpen();
    return this.#write(async () => {
      await opened.index.learn(lens, signal);
      opened.learnedScale = lens && new ScaleKeeper({ ...opened, learned: true });
    });
  }

  /** @throws AppError unexpected when the engine of patterns cannot be loaded; so does whatever asks for sources then. */
  async setSourceRule({ sourceRule }: { sourceRule: SourceRule }): Promise<void> {
    await setSources(this.#requireOpen(), sourceRule);
  }

  /** Takes over what a table says about the sources of some patches, or of all: with a rule by column nothing is known before. */
  async tellSources({ cases }: { cases: NamedCases }): Promise<void> {
    const opened = this.#requireOpen();
    opened.findable.tellSources(cases);
    if (cases.ids.length < opened.index.size / 2) noteChanged(opened, [...cases.ids]);
    else forgetScales(opened);
    opened.onTold();
  }

  /**
   * What distances mean among the open collection's patches in memory, brought up to date; undefined when there are too few,
   * and for learned ones without a lens.
   * @throws AppError storage-failed; the signal's reason when aborted.
   */
  async scale({ learned }: { readonly learned: boolean }, { signal }: CallContext): Promise<DistanceScale | undefined> {
    const { scale, learnedScale, sources } = this.#requireOpen();
    await sources;
    return (learned ? learnedScale : scale)?.measure(signal);
  }

  /**
   * The patches nearest to the question, by distance, then id, and, whatever narrows their list, the nearest references. The
   * the queries are never among them.
   * @throws AppError collection-missing when none is open, patch-missing, profile-mismatch when an outside barcode has
   * another length; the signal's reason when aborted.
   */
  async query(
    {
      question,
      n,
      filter,
      sameSource,
      insideRegion,
      onePerSource,
      foldNeighbours,
      below,
      learned = false,
    }: SearchRequest,
    { signal }: CallContext,
  ): Promise<SearchResult> {
    const opened = this.#requireOpen();
    const { index, findable, damaged } = opened;
    await opened.sources;
    const examples = [...question.positives, ...question.negatives];
    const barcodes = await Promise.all(examples.map((example) => findExample(opened, example)));
    const searched = Math.min(below ?? index.size, index.size);
    const admission = {
      without: [...idsOf(examples), ...damaged],
      notSourcesOf: sameSource ? [] : [...idsOf(question.positives), ...regionsOf(question.positives)],
      notOverlapping: insideRegion ? [] : regionsOf(question.positives),
    };
    const references = findable.admit({ ...admission, filter: NO_FILTER }, searched);
    const allowed = isOpen(filter) ? references : findable.admit({ ...admission, filter }, searched);
    const wanted = {
      examples: barcodes,
      positives: question.positives.length,
      byNearest: question.combination === 'nearest',
      sourceOf: onePerSource ? findable.sourceOf : undefined,
      below: searched,
      learned,
    };
    const nearest = (count: number) => index.nearest({ ...wanted, allowed, n: count }, signal);
    const found = await (foldNeighbours ? nearestFolded(n, nearest, (id) => findable.placeOf(id)) : nearest(n));
    const isPlain = isOpen(filter) && !onePerSource && !foldNeighbours && n >= VOTERS;
    const voters = isPlain
      ? found.slice(0, VOTERS)
      : await index.nearest({ ...wanted, allowed: references, sourceOf: undefined, n: VOTERS }, signal);
    const positives = barcodes.slice(0, question.positives.length);
    const looked = { positives, combination: question.combination, learned };
    const toHits = (neighbours: readonly Neighbour[]) =>
      Promise.all(neighbours.map((neighbour) => toHit(opened, looked, neighbour)));
    return {
      hits: await toHits(found),
      nearest: await toHits(voters),
      references: count(references, searched),
      searched,
    };
  }

  /**
   * How far each of some patches is from the question, as `rankedDistance` is: at `i` that of patch `ids[i]`; NaN where its
   * barcode is damaged.
   * @throws What `query` throws.
   */
  async distances(
    { question: { positives, combination }, ids, learned = false }: DistancesRequest,
    { signal }: CallContext,
  ): Promise<Transferred<Float64Array<ArrayBuffer>>> {
    const opened = this.#requireOpen();
    const barcodes = await Promise.all(positives.map((example) => findExample(opened, example)));
    const last = ids.at(-1) ?? -1;
    if (last >= opened.index.size) throw new AppError('patch-missing', String(last));
    const byNearest = combination === 'nearest';
    const scores = await opened.index.scoresOf({ ids, positives: barcodes, byNearest, learned }, signal);
    const scale = distanceScale(opened.bits, byNearest ? 1 : positives.length);
    const distances = Float64Array.from(scores, (score, at) => {
      if (opened.damaged.has(ids[at] as number)) return Number.NaN;
      return toDistance(learned ? scoreInBits(score, scale) : score, positives.length, combination);
    });
    return transfer(distances, [distances.buffer]);
  }

  /** The slides or cases nearest to a set of patches. @throws What `nearestSets` throws, and collection-missing. */
  async nearestSets(
    question: SetQuestion & { readonly n: number },
    { signal, progress }: CallContext<number>,
  ): Promise<SetSearchResult> {
    const opened = this.#requireOpen();
    await opened.sources;
    // Loaded with the first search for a case or a slide.
    const { nearestSets } = await import('./cases/set-search.ts');
    return nearestSets(opened, question, signal, progress);
  }

  /** The patches nearest to any of a set of them. @throws What `nearestPatches` throws, and collection-missing. */
  async nearestPatches(question: Parameters<typeof nearestPatches>[1], { signal }: CallContext): Promise<PatchAnswers> {
    const opened = this.#requireOpen();
    await opened.sources;
    const sets = await import('./cases/set-search.ts');
    return sets.nearestPatches(opened, question, signal);
  }

  /** Which patches of one slide or case answer which of the query. @throws What `nearestSets` throws. */
  async pairsWith(question: SetQuestion & { readonly name: string }, { signal }: CallContext): Promise<SetPair[]> {
    const opened = this.#requireOpen();
    await opened.sources;
    const { pairsWith } = await import('./cases/set-search.ts');
    return pairsWith(opened, question, signal);
  }

  /**
   * The nearest of every patch, or of a range of them, among all others; deleted and damaged ones have none and are none.
   * @throws AppError search-out-of-memory when not all barcodes are in memory; the signal's reason when aborted.
   */
  async nearestOfAll(
    { sameSource, ...wanted }: PairsRequest,
    { signal, progress }: CallContext<number>,
  ): Promise<Transferred<PairsPart>> {
    const { index, findable, damaged, sources } = this.#requireOpen();
    await sources;
    const sourceOf = sameSource ? undefined : findable.sourceOf;
    const allowed = findable.admit({ filter: NO_FILTER, without: [...damaged], notSourcesOf: [] }, index.size);
    const part = await index.nearestOfAll({ ...wanted, sourceOf, allowed }, signal, progress);
    return transfer(part, [part.ids.buffer, part.distances.buffer]);
  }

  /** The memory that the open collection's barcodes lie in. */
  protected get memory(): WebAssembly.Memory {
    return this.#requireOpen().index.memory;
  }

  #requireOpen(): OpenCollection {
    if (!this.#opened) throw new AppError('collection-missing', 'none is open');
    return this.#opened;
  }

  #write(work: () => Promise<void>): Promise<void> {
    const writing = this.#lastWrite.then(work);
    this.#lastWrite = writing.catch(() => undefined);
    return writing;
  }
}

/** Patches are new, gone, or have another barcode or source. */
function noteChanged({ scale, learnedScale }: OpenCollection, ids: readonly number[]): void {
  scale.note(ids);
  learnedScale?.note(ids);
}

/** All patches have other sources. */
function forgetScales({ scale, learnedScale }: OpenCollection): void {
  scale.forget();
  learnedScale?.forget();
}

/** Says what counts as one source from now on, unless another rule has been set meanwhile. */
function setSources(opened: OpenCollection, rule: SourceRule): Promise<void> {
  opened.findable.forgetTold();
  opened.onTold();
  const told = rule.kind === 'column' ? new Promise<void>((resolve) => (opened.onTold = resolve)) : undefined;
  const setting = sourceNamer(rule).then(async (nameSource) => {
    if (opened.sources !== setting) return;
    await told;
    if (opened.sources !== setting) return;
    opened.findable.setSources(nameSource);
    forgetScales(opened);
  });
  // Whoever needs sources awaits it.
  setting.catch(() => {});
  opened.sources = setting;
  return setting;
}

/** Settles when every helper shares the work that has started. One that does not start is done without: the others take its share. */
async function startHelpers(index: SearchIndex, means: Means | undefined): Promise<void> {
  if (!means) return;
  const helpers = Array.from({ length: means.threads - 1 }, () => index.addHelper(means.startHelper));
  await Promise.allSettled(helpers);
}

/** Loads what the library holds beyond the end of the index, as far as there is memory. */
async function loadRest(
  { collectionId, index, findable, damaged }: OpenCollection,
  onLoaded?: (secondsAQuestion?: number) => void,
): Promise<void> {
  const begin = performance.now();
  const before = index.held;
  for await (const run of readBarcodes(collectionId, index.size)) {
    index.put(run.firstId, run.barcodes);
    for (const id of run.damaged ?? []) damaged.add(id);
    findable.remove(run.deleted ?? []);
    if (index.held < index.size) break;
    onLoaded?.();
  }
  if (index.held === index.size) return;
  index.extendTo(idsEnd(await getCollection(collectionId)));
  const secondsAPatch = (performance.now() - begin) / 1000 / Math.max(1, index.held - before);
  onLoaded?.(secondsAPatch * (index.size - index.held));
}

/** Takes over the barcode of a patch that is in memory as it is stored now. */
async function readAgain({ collectionId, index, damaged }: OpenCollection, id: number): Promise<void> {
  try {
    index.put(id, await readBarcode(collectionId, id));
    damaged.delete(id);
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    if (thrown.code === 'record-damaged') damaged.add(id);
    // One that was deleted meanwhile: the worker hears of that by itself.
    else if (thrown.code !== 'patch-missing') throw thrown;
  }
}

async function findExample(opened: OpenCollection, example: Query): Promise<Uint8Array> {
  const { findable, bits, damaged } = opened;
  if ('patchId' in example) {
    const { patchId } = example;
    if (damaged.has(patchId)) throw new AppError('record-damaged', String(patchId));
    if (findable.isRemoved(patchId)) throw new AppError('patch-missing', String(patchId));
    return barcodeOf(opened, patchId);
  }
  if (example.barcode.length !== Math.ceil(bits / 8)) {
    throw new AppError('profile-mismatch', `${example.barcode.length} bytes for ${bits} bits`);
  }
  return example.barcode;
}

async function barcodeOf({ collectionId, index }: OpenCollection, patchId: number): Promise<Uint8Array> {
  return patchId < index.held ? index.barcodeOf(patchId) : readBarcode(collectionId, patchId);
}

function idsOf(examples: readonly Query[]): number[] {
  return examples.flatMap((example) => ('patchId' in example ? [example.patchId] : []));
}

function regionsOf(examples: readonly Query[]): Place[] {
  return examples.flatMap((example) => ('barcode' in example && example.region ? [example.region] : []));
}

function isOpen({ labels, folder }: HitFilter): boolean {
  return labels.length === 0 && folder === undefined;
}

/** How hits are compared with the positive examples. */
interface Looked {
  readonly positives: readonly Uint8Array[];
  readonly combination: Combination;
  readonly learned: boolean;
}

async function toHit(
  opened: OpenCollection,
  { positives, combination, learned }: Looked,
  { id }: Neighbour,
): Promise<Hit> {
  const barcode = await barcodeOf(opened, id);
  const each = positives.map((positive) => likenessOf(opened, barcode, positive, learned));
  const [pair] = each;
  if (!pair) throw new RangeError('a question without an example');
  const nearest = each.reduce((best, other) => (rankedDistance(other) < rankedDistance(best) ? other : best));
  return { patchId: id, ...(combination === 'mean' ? meanLikeness(each) : nearest), pair };
}

function likenessOf(
  { index, layers, bits }: Pick<OpenCollection, 'index' | 'layers' | 'bits'>,
  barcode: Uint8Array,
  other: Uint8Array,
  learned: boolean,
): Likeness {
  const distance = hammingDistance(other, barcode);
  const cosine = learned ? cosineOf(index.vectorOf(other), index.vectorOf(barcode)) : 0;
  return {
    distance,
    similarity: (bits - distance) / bits,
    layers: layerAgreements(other, barcode, layers).map(({ layer, agreement }) => ({ layer, agreement })),
    ...(learned && { learned: { cosine, distance: learnedBits(distance, cosine, bits) } }),
  };
}

function meanLikeness(all: readonly Likeness[]): Likeness {
  const [first] = all;
  if (!first || all.length === 1) return first as Likeness;
  const mean = (numberOf: (likeness: Likeness) => number) =>
    all.reduce((sum, likeness) => sum + numberOf(likeness), 0) / all.length;
  return {
    distance: mean(({ distance }) => distance),
    similarity: mean(({ similarity }) => similarity),
    layers: first.layers.map(({ layer }, at) => ({
      layer,
      agreement: mean(({ layers }) => layers[at]?.agreement ?? 0),
    })),
    ...(first.learned && {
      learned: {
        cosine: mean(({ learned }) => learned?.cosine ?? 0),
        distance: mean(({ learned }) => learned?.distance ?? 0),
      },
    }),
  };
}

function toDistance(score: number, positives: number, combination: Combination): number {
  return combination === 'mean' ? score / positives : score;
}
