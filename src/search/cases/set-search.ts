/**
 * How far a set of patches (a selection, a slide, a case) is from every other slide or case: the mean, over the patches of the
 * query, of the distance to the nearest patch of the other set, which is what Chamfer's and the modified Hausdorff distance
 * (Dubuisson and Jain 1994) are made of; both ways, the greater of that and its reverse. No patch is clustered or left out by its
 * colour: all are compared, or those that the query's barcodes choose themselves (representatives.ts).
 */
import { AppError } from '../../base/errors.ts';
import { type BitSet, has } from '../../columns/bit-set.ts';
import type { Findable } from '../findable.ts';
import type { HitFilter } from '../hits.ts';
import type { SearchIndex } from '../search-index.ts';
import { chooseRepresentatives, type Representatives } from './representatives.ts';
import { type SetKind, type Sets, setsOf, someSets } from './sets.ts';

export interface SetQuestion {
  /** The patches that ask: at least one. */
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly kind: SetKind;
  /** Whether the query's own cases may be found; its own patches never are. */
  readonly sameSource: boolean;
  readonly filter: HitFilter;
  /** Whether the patches of the other set must find a likeness among those of the query, too. */
  readonly bothWays: boolean;
  /** Whether distances are those of the lens that the index has learned. */
  readonly learned?: boolean;
  /** At most so many patches of the query ask for all of it; all of them where it is not given. */
  readonly representatives?: number | undefined;
  /** Patches from this id on are left out; all are searched when it is not given. */
  readonly below?: number;
}

/** A slide or a case, as far from the query as its nearest patches are. */
export interface SetHit {
  readonly name: string;
  /** In bits, a mean: differing ones, 0 to barcodeBits(profile), or learned distances. */
  readonly distance: number;
  /** Its patches that were compared. */
  readonly patches: number;
}

export interface SetSearchResult {
  /** By distance, then by their first patches. */
  readonly hits: readonly SetHit[];
  /** Sets that could have been found. */
  readonly searched: number;
  /** The patches that were compared, and how many each stands for. */
  readonly queries: { readonly ids: Uint32Array<ArrayBuffer>; readonly weights: Uint32Array<ArrayBuffer> };
}

/** A patch that is near to one of the query. */
export interface PatchAnswer {
  readonly patchId: number;
  /** The patch of the query that is the nearest to it. */
  readonly queryId: number;
  /** Differing bits. */
  readonly distance: number;
}

export interface PatchAnswers {
  /** By distance, then by id. */
  readonly hits: readonly PatchAnswer[];
  readonly searched: number;
  readonly queries: SetSearchResult['queries'];
}

/** Which patch of a set is the nearest of one of the query. */
export interface SetPair {
  readonly queryId: number;
  readonly patchId: number;
  readonly distance: number;
  /** Patches of the query that this one stands for. */
  readonly weight: number;
}

interface Searched {
  readonly index: SearchIndex;
  readonly findable: Findable;
  readonly damaged: ReadonlySet<number>;
}

type Progress = (share: number) => void;

/** So many patches of a large query tell beforehand which sets may be among the nearest. */
const SCOUTS = 64;

/** Sets that are compared wholly at first, for each that is wanted: what they come to rules out most others. */
const FIRST_A_HIT = 2;

/** Most numbers that scouts may note, 4 bytes each: where there are more sets, all are compared wholly. */
const MOST_NOTES = 2 ** 24;

/**
 * The `n` slides or cases nearest to a set of patches.
 * @throws AppError patch-missing where none of the query's patches is there, search-out-of-memory when not all barcodes are held;
 * the signal's reason when aborted.
 */
export async function nearestSets(
  opened: Searched,
  { n, ...question }: SetQuestion & { readonly n: number },
  signal: AbortSignal,
  onProgress: Progress,
): Promise<SetSearchResult> {
  const queries = await queriesOf(opened, question, signal);
  const sets = admittedSets(opened, question);
  const { bothWays, learned = false } = question;
  const compare = (some: Sets, progress: Progress) =>
    distancesOf(opened, some, { queries, bothWays, learned }, signal, progress);
  const count = sets.codes.length;
  const first = FIRST_A_HIT * n;
  // Learned distances do not keep to the triangle inequality.
  const isWorthScouting =
    !learned && queries.ids.length > 2 * SCOUTS && count > 2 * first && count * SCOUTS * 2 <= MOST_NOTES;
  const measured = isWorthScouting
    ? await compareLikely({ opened, sets, queries: queries.ids, n, first, compare, signal, onProgress })
    : await compare(sets, onProgress);
  const ranked = [...measured].sort((a, b) => a.distance - b.distance || a.first - b.first);
  const hits = ranked.slice(0, n).map(({ code, patches, distance }) => {
    const inBits = learned ? opened.index.inBits(distance) : distance;
    return { name: nameOf(opened, question.kind, code), distance: inBits, patches };
  });
  return { hits, searched: count, queries };
}

/** A set as far as it was compared. */
interface ComparedSet {
  readonly code: number;
  readonly patches: number;
  /** As the index measures it. */
  readonly distance: number;
  /** Its first patch. */
  readonly first: number;
}

/** The distance of every one of some sets. */
async function distancesOf(
  { index }: Searched,
  { codes, members, starts }: Sets,
  {
    queries: { ids, weights },
    bothWays,
    learned,
  }: Required<Pick<SetQuestion, 'bothWays' | 'learned'>> & Pick<SetSearchResult, 'queries'>,
  signal: AbortSignal,
  onProgress: Progress,
): Promise<ComparedSet[]> {
  const wanted = { queries: ids, weights, members, starts, bothWays, keepsNearest: false, learned };
  const { toSet, fromSet } = await index.measureSets(wanted, signal, onProgress);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return codes.map((code, at) => {
    const patches = (starts[at + 1] as number) - (starts[at] as number);
    const there = (toSet[at] as number) / total;
    const distance = bothWays ? Math.max(there, (fromSet[at] as number) / patches) : there;
    return { code, patches, distance, first: members[starts[at] as number] as number };
  });
}

interface Likely {
  readonly opened: Searched;
  readonly sets: Sets;
  readonly queries: Uint32Array<ArrayBuffer>;
  readonly n: number;
  readonly first: number;
  readonly compare: (some: Sets, progress: Progress) => Promise<ComparedSet[]>;
  readonly signal: AbortSignal;
  readonly onProgress: Progress;
}

/**
 * Compares wholly only those sets that can be among the `n` nearest. A few patches of the query, the scouts, tell how far each of
 * the others is at least: Hamming distances keep to the triangle inequality, so that a patch which is d away from its scout is at
 * most d nearer to a set than the scout is. What is left out is farther than all that is found.
 */
async function compareLikely(likely: Likely): Promise<ComparedSet[]> {
  const { opened, sets, queries, n, first, compare, signal, onProgress } = likely;
  const scouts = await representativesOf(opened, queries, { most: SCOUTS, learned: false }, signal);
  const ids = Uint32Array.from(scouts.positions, (at) => queries[at] as number);
  const { nearest } = await opened.index.measureSets(
    { queries: ids, weights: Uint32Array.from(scouts.weights), ...sets, bothWays: false, keepsNearest: true },
    signal,
    (share) => onProgress(share / 4),
  );
  const bounds = sets.codes.map((_, set) => {
    let [least, about] = [0, 0];
    for (let at = 0; at < queries.length; at++) {
      const ofScout = nearest[(set * ids.length + (scouts.owners[at] as number)) * 2] as number;
      least += Math.max(0, ofScout - (scouts.distances[at] as number));
      about += ofScout;
    }
    return { set, least: least / queries.length, about };
  });
  const byPromise = bounds.toSorted((a, b) => a.about - b.about).map(({ set }) => set);
  const promising = await compare(someSets(sets, byPromise.slice(0, first)), (share) => onProgress((1 + share) / 4));
  const limit = promising.map(({ distance }) => distance).sort((a, b) => a - b)[n - 1] ?? Number.POSITIVE_INFINITY;
  const rest = byPromise.slice(first).filter((set) => (bounds[set]?.least ?? 0) <= limit);
  const others = await compare(someSets(sets, rest), (share) => onProgress((1 + share) / 2));
  return [...promising, ...others];
}

/**
 * Which patches of one slide or case answer which of the query, in the order of the query's patches; none where nothing of the set
 * may be found.
 * @throws What `nearestSets` throws.
 */
export async function pairsWith(
  opened: Searched,
  { name, ...question }: SetQuestion & { readonly name: string },
  signal: AbortSignal,
): Promise<SetPair[]> {
  const { ids, weights } = await queriesOf(opened, question, signal);
  const code = opened.findable.setsOfKind(question.kind).codeOf(name);
  const sets = admittedSets(opened, question);
  const at = code === undefined ? -1 : sets.codes.indexOf(code);
  if (at < 0) return [];
  const set = someSets(sets, [at]);
  const { index } = opened;
  const { learned = false } = question;
  const { nearest } = await index.measureSets(
    { queries: ids, weights, ...set, bothWays: false, keepsNearest: true, learned },
    signal,
    () => {},
  );
  return Array.from(ids, (queryId, at) => ({
    queryId,
    distance: learned ? index.inBits(nearest[at * 2] as number) : (nearest[at * 2] as number),
    patchId: nearest[at * 2 + 1] as number,
    weight: weights[at] as number,
  }));
}

/**
 * The `n` patches nearest to any of a set of patches: each as far away as the nearest of the query is.
 * @throws What `nearestSets` throws.
 */
export async function nearestPatches(
  opened: Searched,
  { n, ...question }: Omit<SetQuestion, 'kind' | 'bothWays'> & { readonly n: number },
  signal: AbortSignal,
): Promise<PatchAnswers> {
  const { index } = opened;
  const queries = await queriesOf(opened, question, signal);
  const allowed = admitted(opened, question);
  const size = Math.min(question.below ?? index.size, index.size);
  const ids = Uint32Array.from({ length: size }, (_, id) => id).filter((id) => has(allowed, id));
  const nearest = new Float64Array(ids.length).fill(Number.POSITIVE_INFINITY);
  const of = new Uint32Array(ids.length);
  for (const queryId of queries.ids) {
    const wanted = { ids, positives: [index.barcodeOf(queryId)], byNearest: true };
    const distances = await index.scoresOf(wanted, signal);
    // A plain loop: patches times queries.
    for (let at = 0; at < ids.length; at++) {
      if (!((distances[at] as number) < (nearest[at] as number))) continue;
      nearest[at] = distances[at] as number;
      of[at] = queryId;
    }
  }
  const places = Array.from(ids.keys()).filter((at) => Number.isFinite(nearest[at]));
  places.sort((a, b) => (nearest[a] as number) - (nearest[b] as number) || a - b);
  const hits = places.slice(0, n).map((at) => {
    return { patchId: ids[at] as number, queryId: of[at] as number, distance: nearest[at] as number };
  });
  return { hits, searched: ids.length, queries };
}

/** Those of the query that are there, or some that stand for them. */
async function queriesOf(
  { index, findable, damaged }: Searched,
  { ids, representatives, learned = false }: Pick<SetQuestion, 'ids' | 'representatives' | 'learned'>,
  signal: AbortSignal,
): Promise<SetSearchResult['queries']> {
  if (index.held < index.size) throw new AppError('search-out-of-memory', `${index.held} of ${index.size} patches`);
  const there = ids.filter((id) => id < index.size && !damaged.has(id) && !findable.isRemoved(id)).sort();
  if (there.length === 0) throw new AppError('patch-missing', String(ids[0] ?? ''));
  if (representatives === undefined || there.length <= representatives) {
    return { ids: there, weights: new Uint32Array(there.length).fill(1) };
  }
  const { positions, weights } = await representativesOf({ index }, there, { most: representatives, learned }, signal);
  return { ids: Uint32Array.from(positions, (at) => there[at] as number), weights: Uint32Array.from(weights) };
}

/** @param ids Ascending. */
function representativesOf(
  { index }: Pick<Searched, 'index'>,
  ids: Uint32Array<ArrayBuffer>,
  { most, learned }: { readonly most: number; readonly learned: boolean },
  signal: AbortSignal,
): Promise<Representatives> {
  return chooseRepresentatives(ids.length, most, (at) => {
    const positives = [index.barcodeOf(ids[at] as number)];
    return index.scoresOf({ ids, positives, byNearest: true, learned }, signal);
  });
}

function admittedSets(opened: Searched, question: SetQuestion): Sets {
  const { index, findable } = opened;
  const size = Math.min(question.below ?? index.size, index.size);
  return setsOf(findable.setsOfKind(question.kind).codes, admitted(opened, question), size);
}

/** What may be found. */
function admitted(
  { index, findable, damaged }: Searched,
  { ids, sameSource, filter, below = index.size }: Omit<SetQuestion, 'kind' | 'bothWays'>,
): BitSet {
  const own = sameSource ? [] : [...ids];
  return findable.admit({ filter, without: [...ids, ...damaged], notSourcesOf: own }, Math.min(below, index.size));
}

function nameOf({ findable }: Searched, kind: SetKind, code: number): string {
  return findable.setsOfKind(kind).words[code] ?? '';
}
