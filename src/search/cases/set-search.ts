/**
 * How far a set of patches (a selection, a slide, a case) is from every other slide or case: the mean, over the patches of the
 * query, of the distance to the nearest patch of the other set, which is what Chamfer's and the modified Hausdorff distance
 * (Dubuisson and Jain 1994) are made of; both ways, the greater of that and its reverse. No patch is clustered or left out by its
 * colour: all are compared, or those that the query's barcodes choose themselves (representatives.ts).
 */
import { AppError } from '../../base/errors.ts';
import type { Findable } from '../findable.ts';
import type { HitFilter } from '../hits.ts';
import type { SearchIndex } from '../search-index.ts';
import { chooseRepresentatives } from './representatives.ts';
import { onlySet, type SetKind, type Sets, setsOf } from './sets.ts';

export interface SetQuestion {
  /** The patches that ask: at least one. */
  readonly ids: Uint32Array<ArrayBuffer>;
  readonly kind: SetKind;
  /** Whether the query's own cases may be found; its own patches never are. */
  readonly sameSource: boolean;
  readonly filter: HitFilter;
  /** Whether the patches of the other set must find a likeness among those of the query, too. */
  readonly bothWays: boolean;
  /** At most so many patches of the query ask for all of it; all of them where it is not given. */
  readonly representatives?: number | undefined;
  /** Patches from this id on are left out; all are searched when it is not given. */
  readonly below?: number;
}

/** A slide or a case, as far from the query as its nearest patches are. */
export interface SetHit {
  readonly name: string;
  /** Differing bits, 0 to barcodeBits(profile): a mean. */
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
  const { bothWays } = question;
  const measured = await opened.index.measureSets(
    { queries: queries.ids, weights: queries.weights, ...sets, bothWays, keepsNearest: false },
    signal,
    onProgress,
  );
  const total = queries.weights.reduce((sum, weight) => sum + weight, 0);
  const ranked = sets.codes.map((code, at) => {
    const patches = (sets.starts[at + 1] as number) - (sets.starts[at] as number);
    const there = (measured.toSet[at] as number) / total;
    const back = (measured.fromSet[at] as number) / patches;
    return { code, patches, distance: bothWays ? Math.max(there, back) : there };
  });
  ranked.sort((a, b) => a.distance - b.distance);
  const hits = ranked.slice(0, n).map(({ code, ...hit }) => ({ name: nameOf(opened, question.kind, code), ...hit }));
  return { hits, searched: ranked.length, queries };
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
  const set = onlySet(admittedSets(opened, question), code ?? 0);
  if (set.codes.length === 0) return [];
  const { nearest } = await opened.index.measureSets(
    { queries: ids, weights, ...set, bothWays: false, keepsNearest: true },
    signal,
    () => {},
  );
  return Array.from(ids, (queryId, at) => ({
    queryId,
    distance: nearest[at * 2] as number,
    patchId: nearest[at * 2 + 1] as number,
    weight: weights[at] as number,
  }));
}

/** Those of the query that are there, or some that stand for them. */
async function queriesOf(
  { index, findable, damaged }: Searched,
  { ids, representatives }: Pick<SetQuestion, 'ids' | 'representatives'>,
  signal: AbortSignal,
): Promise<SetSearchResult['queries']> {
  const there = ids.filter((id) => id < index.size && !damaged.has(id) && !findable.isRemoved(id));
  if (there.length === 0) throw new AppError('patch-missing', String(ids[0] ?? ''));
  if (representatives === undefined || there.length <= representatives) {
    return { ids: there, weights: new Uint32Array(there.length).fill(1) };
  }
  const barcodes = Array.from(there, (id) => index.barcodeOf(id));
  const { positions, weights } = await chooseRepresentatives(barcodes, representatives, signal);
  return { ids: Uint32Array.from(positions, (at) => there[at] as number), weights: Uint32Array.from(weights) };
}

function admittedSets({ index, findable, damaged }: Searched, question: SetQuestion): Sets {
  const { ids, kind, sameSource, filter, below = index.size } = question;
  const size = Math.min(below, index.size);
  const own = sameSource ? [] : [...ids];
  const allowed = findable.admit({ filter, without: [...ids, ...damaged], notSourcesOf: own }, size);
  return setsOf(findable.setsOfKind(kind).codes, allowed, size);
}

function nameOf({ findable }: Searched, kind: SetKind, code: number): string {
  return findable.setsOfKind(kind).words[code] ?? '';
}
