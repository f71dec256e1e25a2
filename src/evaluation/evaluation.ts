/** An evaluation from neighbours found to figures: everything that is shown, exported and printed. */
import type { LayerNumber, Profile } from '../barcode/profile.ts';
import { VOTERS, voteOf } from '../barcode/vote.ts';
import type { Gain } from '../base/gain.ts';
import type { Costs } from './costs.ts';
import type { Draw } from './draw-queries.ts';
import { type DuplicateEffect, type DuplicateGroup, duplicateEffect, findDuplicates } from './duplicates.ts';
import { gainOf, LENS_VOTERS } from './lens-check.ts';
import { meanOf, share } from './mean-sd.ts';
import type { NearestTable } from './nearest-table.ts';
import { type Pair, type PairedDifference, pairedDifference } from './paired-difference.ts';
import { isReferenceFor, NO_QUERY, type Partition, type Sample } from './partition.ts';
import type { Protocol } from './protocol.ts';
import { judge, type Retrieval } from './retrieval.ts';
import { type Scores, scoresOf } from './scores.ts';
import { type Mistaken, mistakenIn, type SourceScores, sourceScores } from './source-scores.ts';
import { type SpreadFigures, spreadFigures } from './spread.ts';

/** Neighbours that a person can let vote. */
export const VOTER_CHOICES = [1, 3, 5, 9] as const;

/** Numbers of voters that are compared, whichever is chosen. */
const COMPARED_VOTERS = [1, 3, 5] as const;

export interface Choices {
  readonly protocol: Protocol;
  /** The layers whose bits are compared, ascending. */
  readonly layers: readonly LayerNumber[];
  /** How many of the nearest vote. */
  readonly voters: number;
  /** Whether patches with the very pixels of a query are left out of its references. */
  readonly withoutDuplicates: boolean;
  /**
   * What names a patch's source (slide, case) in its path, as `nameSources` takes it, where the protocol does not say;
   * undefined where sources are not known, or are the collection's cases.
   */
  readonly sourcePattern?: string | undefined;
  /** The column that is to be retrieved in place of the label. */
  readonly target?: string | undefined;
  /** Which patches are queries, where not all are that the protocol allows. */
  readonly draw?: Draw | undefined;
  /** Whether the same queries search through a lens, too, fitted on their references (search/lens). */
  readonly withLens?: boolean | undefined;
}

/** What so many of the nearest through a lens get right, against the nearest three by the chosen layers' bits. */
export interface LensScores extends Gain {
  readonly voters: number;
}

/** One way to search and vote, and what it reached. */
export interface Row {
  readonly layers: readonly LayerNumber[];
  readonly voters: number;
  readonly scores: Scores;
  /** Against the chosen setting on the same queries; undefined for the chosen one itself. */
  readonly againstChosen: PairedDifference | undefined;
}

/** A query. Positions count the labelled patches; `patchIds` of the evaluation names them. */
export interface QueryResult {
  readonly at: number;
  /** Its label and the label voted for; undefined when it had no reference. */
  readonly truth: string;
  readonly predicted: string | undefined;
  /** Positions of those retrieved, nearest first, and how far each is, in bits. */
  readonly retrieved: readonly number[];
  readonly distances: readonly number[];
  /** How many patches might be retrieved, and how many of them have its label. */
  readonly references: number;
  readonly relevant: number;
  /** A position in `foldNames`. */
  readonly fold: number;
}

export interface Evaluation extends Choices {
  readonly profile: Profile;
  /** Library ids of the labelled patches, by position. */
  readonly patchIds: readonly number[];
  readonly samples: readonly Sample[];
  /** Patches without a label take no part. */
  readonly unlabelled: number;
  /** See Partition. */
  readonly unmatched: number;
  readonly drawnFrom: number | undefined;
  readonly foldNames: readonly string[];
  /** The source of each patch, by position; undefined where sources are not known. */
  readonly sources: readonly string[] | undefined;
  /** Of the chosen layers and number of voters. */
  readonly scores: Scores;
  /** The same queries' figures with their spread. Units are the sources, or single patches where these are not known. */
  readonly figures: SpreadFigures;
  readonly colourFigures: SpreadFigures;
  /** Barcodes against colour alone. */
  readonly againstColour: PairedDifference | undefined;
  /** Wrong votes by true and predicted label, most frequent first. */
  readonly mistaken: readonly Mistaken[];
  /** A row a source; none where sources are not known. */
  readonly perSource: readonly SourceScores[];
  /** Share of queries whose nearest hit is of their own source; null where sources are not known. */
  readonly fromOwnSource: number | null;
  /** Queries with a label that none of the patches that they may retrieve has: they cannot be right. */
  readonly withoutRelevant: number;
  /** Like `scores`, with colour histograms in place of barcodes. */
  readonly colour: Scores;
  /** What always predicting the label most frequent among the references gets right. */
  readonly majority: number | null;
  /** Every setting compared, the one of `scores` among them. */
  readonly rows: readonly Row[];
  readonly duplicates: readonly DuplicateGroup[];
  /** Undefined where they were left out, or it is not known. */
  readonly duplicateEffect: DuplicateEffect | undefined;
  readonly queries: readonly QueryResult[];
  /** Of the chosen number of voters, then of LENS_VOTERS; undefined where the lens was not asked for, or no query had a reference. */
  readonly lens?: readonly LensScores[] | undefined;
  /** Measured after the figures, on the page. */
  readonly costs?: Costs | undefined;
}

/** What was found for a set of layers. */
export interface FoundByLayers {
  readonly layers: readonly LayerNumber[];
  readonly table: NearestTable;
}

export interface Findings {
  readonly profile: Profile;
  readonly patchIds: readonly number[];
  readonly samples: readonly Sample[];
  readonly unlabelled: number;
  readonly partition: Partition;
  /** See Evaluation. */
  readonly sources?: readonly string[] | undefined;
  /** One hash of pixels a sample. */
  readonly hashes: readonly string[];
  /** The chosen layers. */
  readonly chosen: FoundByLayers;
  /** Other sets of layers to compare. */
  readonly others: readonly FoundByLayers[];
  readonly colour: NearestTable;
  /** Through a lens, where that was asked for. */
  readonly learned?: NearestTable | undefined;
}

export function evaluate(findings: Findings, choices: Choices): Evaluation {
  const { partition, samples, hashes, chosen, others, colour, learned, profile, patchIds, unlabelled, sources } =
    findings;
  const { voters, withoutDuplicates } = choices;
  const labels = samples.map(({ label }) => label);
  const isReference = (q: number, r: number) => isReferenceFor(partition, q, r);
  const duplicates = findDuplicates(hashes, labels, isReference);
  const counts = countReferences(labels, partition, withoutDuplicates ? duplicates : []);
  const retrievalsIn = (table: NearestTable) => retrievalsOf(table, labels, partition, counts);
  const queries = queryResults(chosen.table, labels, partition, counts, voters);
  const units = queries.map(({ at }) => sources?.[at] ?? samples[at]?.path ?? '');
  const chosenRetrievals = retrievalsIn(chosen.table);
  const colourRetrievals = retrievalsIn(colour);
  const chosenRight = rightVotes(chosenRetrievals, voters);
  const rowOf = (layers: readonly LayerNumber[], retrievals: readonly Retrieval[], n: number): Row => ({
    layers,
    voters: n,
    scores: scoresOf(retrievals, n),
    againstChosen: pairedDifference(pairUp(rightVotes(retrievals, n), chosenRight, units)),
  });
  const scores = scoresOf(chosenRetrievals, voters);
  const byVoters = COMPARED_VOTERS.filter((n) => n !== voters).map((n) => rowOf(chosen.layers, chosenRetrievals, n));
  const byLayers = others.map(({ layers, table }) => rowOf(layers, retrievalsIn(table), voters));
  return {
    ...choices,
    profile,
    patchIds,
    samples,
    unlabelled,
    unmatched: partition.unmatched,
    drawnFrom: partition.drawnFrom,
    foldNames: partition.foldNames,
    sources,
    scores,
    figures: spreadFigures(chosenRetrievals, voters, units),
    colourFigures: spreadFigures(colourRetrievals, voters, units),
    colour: scoresOf(colourRetrievals, voters),
    againstColour: pairedDifference(pairUp(chosenRight, rightVotes(colourRetrievals, voters), units)),
    mistaken: mistakenIn(chosenRetrievals, voters),
    perSource: sources ? sourceScores(chosenRetrievals, colourRetrievals, units, voters) : [],
    fromOwnSource: sources ? shareFromOwnSource(queries, sources) : null,
    withoutRelevant: queries.filter(({ relevant }) => relevant === 0).length,
    majority: majorityAccuracy(labels, partition),
    rows: [...byLayers, { layers: chosen.layers, voters, scores, againstChosen: undefined }, ...byVoters],
    duplicates,
    duplicateEffect: withoutDuplicates
      ? undefined
      : duplicateEffect(duplicates, queries, labels, voters, chosen.table.depth),
    queries,
    lens:
      learned &&
      lensScores(
        retrievalsIn(learned),
        rightVotes(chosenRetrievals, VOTERS),
        sources ? units : queries.map(({ fold }) => `${fold}`),
        voters,
      ),
  };
}

/** @param units Whose gains are averaged: sources, or folds where these are not known. */
function lensScores(
  retrievals: readonly Retrieval[],
  plain: readonly number[],
  units: readonly string[],
  voters: number,
): LensScores[] {
  return [...new Set([voters, LENS_VOTERS])].flatMap((n) => {
    const gain = gainOf(pairUp(rightVotes(retrievals, n), plain, units));
    return gain ? [{ ...gain, voters: n }] : [];
  });
}

/** 1 for a right vote, 0 for a wrong one, query by query. */
function rightVotes(retrievals: readonly Retrieval[], voters: number): number[] {
  return retrievals.map((retrieval) => Number(judge(retrieval, voters).isRight));
}

function pairUp(first: readonly number[], second: readonly number[], units: readonly string[]): Pair[] {
  return units.map((unit, at) => ({ unit, first: first[at] ?? 0, second: second[at] ?? 0 }));
}

function shareFromOwnSource(queries: readonly QueryResult[], sources: readonly string[]): number | null {
  const own = queries.filter(
    ({ at, retrieved: [nearest] }) => nearest !== undefined && sources[nearest] === sources[at],
  );
  return share(own.length, queries.length);
}

interface ReferenceCount {
  readonly references: number;
  readonly relevant: number;
}

/** How many references each query has, and how many of those have its label; duplicates left out are not counted. */
function countReferences(
  labels: readonly string[],
  partition: Partition,
  keptOut: readonly DuplicateGroup[],
): ReferenceCount[] {
  const byFold = referenceLabels(labels, partition);
  const groupOf = new Map(keptOut.flatMap(({ members }) => members.map((at) => [at, members] as const)));
  return labels.map((label, q) => {
    const counts = byFold.get(partition.fold[q] ?? NO_QUERY) ?? new Map<string, number>();
    const missing = (groupOf.get(q) ?? []).filter((r) => isReferenceFor(partition, q, r));
    const references = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const missingRelevant = missing.filter((r) => labels[r] === label).length;
    return {
      references: references - missing.length,
      relevant: (counts.get(label) ?? 0) - missingRelevant,
    };
  });
}

/** For each fold of queries, the labels of its references, with their numbers. */
function referenceLabels(labels: readonly string[], { fold, references }: Partition): Map<number, Map<string, number>> {
  const all = new Map<string, number>();
  const within = new Map<number, Map<string, number>>();
  const add = (counts: Map<string, number>, label: string) => counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const [at, label] of labels.entries()) {
    const home = fold[at] ?? NO_QUERY;
    const counts = within.get(home) ?? new Map<string, number>();
    within.set(home, counts);
    if (references[at] !== 1) continue;
    add(all, label);
    add(counts, label);
  }
  within.delete(NO_QUERY);
  const others = (own: Map<string, number>) =>
    new Map([...all].map(([label, count]) => [label, count - (own.get(label) ?? 0)]));
  return new Map([...within].map(([at, own]) => [at, others(own)]));
}

function majorityAccuracy(labels: readonly string[], partition: Partition): number | null {
  const queries = [...partition.queries];
  const winners = new Map(
    [...referenceLabels(labels, partition)].map(([at, counts]) => [
      at,
      [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0],
    ]),
  );
  return meanOf(queries.map((at) => Number(winners.get(partition.fold[at] ?? NO_QUERY) === labels[at])));
}

function retrievalsOf(
  table: NearestTable,
  labels: readonly string[],
  { queries, fold }: Partition,
  counts: readonly ReferenceCount[],
): Retrieval[] {
  return Array.from(queries, (at) => {
    const { references = 0, relevant = 0 } = counts[at] ?? {};
    const retrieved = table.neighboursOf(at).map((found) => labels[found] ?? '');
    return { truth: labels[at] ?? '', fold: fold[at] ?? NO_QUERY, retrieved, references, relevant };
  });
}

function queryResults(
  table: NearestTable,
  labels: readonly string[],
  { queries, fold }: Partition,
  counts: readonly ReferenceCount[],
  voters: number,
): QueryResult[] {
  return Array.from(queries, (at) => {
    const truth = labels[at] ?? '';
    const { references = 0, relevant = 0 } = counts[at] ?? {};
    const hits = table.hitsOf(at);
    const retrieved = hits.map(({ id }) => id);
    const distances = hits.map(({ distance }) => distance);
    const predicted = voteOf(
      retrieved.map((found) => labels[found] ?? ''),
      voters,
    )?.label;
    return { at, truth, predicted, retrieved, distances, references, relevant, fold: fold[at] ?? NO_QUERY };
  });
}

/** The patches of label `truth` that were taken for `predicted`: a cell of the confusion matrix. */
export function patchesInCell({ queries }: Evaluation, truth: string, predicted: string): QueryResult[] {
  return queries.filter((patch) => patch.truth === truth && patch.predicted === predicted);
}

/** How often patches share all pixels with another one, in numbers. */
export interface DuplicateCount {
  readonly groups: number;
  readonly acrossFolds: number;
  /** Groups whose patches have different labels. */
  readonly contradicting: number;
}

export function countDuplicates(duplicates: readonly DuplicateGroup[]): DuplicateCount {
  return {
    groups: duplicates.length,
    acrossFolds: duplicates.filter(({ acrossFolds }) => acrossFolds).length,
    contradicting: duplicates.filter(({ labels }) => labels.length > 1).length,
  };
}
