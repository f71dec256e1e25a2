/** An evaluation from neighbours found to figures: everything that is shown, exported and printed. */
import type { LayerNumber, Profile } from '../barcode/profile.ts';
import { voteOf } from '../barcode/vote.ts';
import type { Answer } from './answers.ts';
import { type DuplicateGroup, findDuplicates } from './duplicates.ts';
import { meanOf } from './mean-sd.ts';
import type { NearestTable } from './nearest-table.ts';
import { mayAnswer, NEVER_ASKS, type Partition, type Sample } from './partition.ts';
import type { Protocol } from './protocol.ts';
import { type Scores, scoresOf } from './scores.ts';

/** Neighbours that a person can let vote. */
export const VOTER_CHOICES = [1, 3, 5] as const;

export interface Choices {
  readonly protocol: Protocol;
  /** The layers whose bits are compared, ascending. */
  readonly layers: readonly LayerNumber[];
  /** How many of the nearest vote. */
  readonly voters: number;
  /** Whether patches with the asking one's very pixels are kept from answering it. */
  readonly withoutDuplicates: boolean;
}

/** One way to search and vote, and what it reached. */
export interface Row {
  readonly layers: readonly LayerNumber[];
  readonly voters: number;
  readonly scores: Scores;
}

/** A patch that asked. Positions count the labelled patches; `patchIds` of the evaluation names them. */
export interface AskedPatch {
  readonly at: number;
  /** Its label and the label voted for; undefined when nothing was allowed to answer. */
  readonly truth: string;
  readonly predicted: string | undefined;
  /** Positions of those retrieved, nearest first. */
  readonly retrieved: readonly number[];
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
  readonly foldNames: readonly string[];
  /** Of the chosen layers and number of voters. */
  readonly scores: Scores;
  /** The same with colour histograms in place of barcodes. */
  readonly colour: Scores;
  /** What always answering with the label most frequent among those that may answer gets right. */
  readonly majority: number | null;
  /** Every setting compared, the one of `scores` among them. */
  readonly rows: readonly Row[];
  readonly duplicates: readonly DuplicateGroup[];
  readonly asked: readonly AskedPatch[];
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
  /** One hash of pixels a sample. */
  readonly hashes: readonly string[];
  /** The chosen layers. */
  readonly chosen: FoundByLayers;
  /** Other sets of layers to compare. */
  readonly others: readonly FoundByLayers[];
  readonly colour: NearestTable;
}

export function evaluate(findings: Findings, choices: Choices): Evaluation {
  const { partition, samples, hashes, chosen, others, colour, profile, patchIds, unlabelled } = findings;
  const { voters, withoutDuplicates } = choices;
  const labels = samples.map(({ label }) => label);
  const isReference = (q: number, r: number) => mayAnswer(partition, q, r);
  const duplicates = findDuplicates(hashes, labels, isReference);
  const counts = countReferences(labels, partition, withoutDuplicates ? duplicates : []);
  const answersIn = (table: NearestTable) => answersOf(table, labels, partition, counts);
  const chosenAnswers = answersIn(chosen.table);
  const scores = scoresOf(chosenAnswers, voters);
  const byVoters = VOTER_CHOICES.filter((n) => n !== voters).map((n) => {
    return { layers: chosen.layers, voters: n, scores: scoresOf(chosenAnswers, n) };
  });
  const byLayers = others.map(({ layers, table }) => {
    return { layers, voters, scores: scoresOf(answersIn(table), voters) };
  });
  return {
    ...choices,
    profile,
    patchIds,
    samples,
    unlabelled,
    unmatched: partition.unmatched,
    foldNames: partition.foldNames,
    scores,
    colour: scoresOf(answersIn(colour), voters),
    majority: majorityAccuracy(labels, partition),
    rows: [...byLayers, { layers: chosen.layers, voters, scores }, ...byVoters],
    duplicates,
    asked: askedPatches(chosen.table, labels, partition, voters),
  };
}

interface ReferenceCount {
  readonly references: number;
  readonly relevant: number;
}

/** How many patches may answer each one, and how many of those have its label; duplicates kept out are not counted. */
function countReferences(
  labels: readonly string[],
  partition: Partition,
  keptOut: readonly DuplicateGroup[],
): ReferenceCount[] {
  const byFold = referenceLabels(labels, partition);
  const groupOf = new Map(keptOut.flatMap(({ members }) => members.map((at) => [at, members] as const)));
  return labels.map((label, q) => {
    const counts = byFold.get(partition.fold[q] ?? NEVER_ASKS) ?? new Map<string, number>();
    const missing = (groupOf.get(q) ?? []).filter((r) => mayAnswer(partition, q, r));
    const references = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const missingRelevant = missing.filter((r) => labels[r] === label).length;
    return {
      references: references - missing.length,
      relevant: (counts.get(label) ?? 0) - missingRelevant,
    };
  });
}

/** For each fold that asks, the labels of those that may answer it, with their numbers. */
function referenceLabels(labels: readonly string[], { fold, answers }: Partition): Map<number, Map<string, number>> {
  const all = new Map<string, number>();
  const within = new Map<number, Map<string, number>>();
  const add = (counts: Map<string, number>, label: string) => counts.set(label, (counts.get(label) ?? 0) + 1);
  for (const [at, label] of labels.entries()) {
    const home = fold[at] ?? NEVER_ASKS;
    const counts = within.get(home) ?? new Map<string, number>();
    within.set(home, counts);
    if (answers[at] !== 1) continue;
    add(all, label);
    add(counts, label);
  }
  within.delete(NEVER_ASKS);
  const others = (own: Map<string, number>) =>
    new Map([...all].map(([label, count]) => [label, count - (own.get(label) ?? 0)]));
  return new Map([...within].map(([at, own]) => [at, others(own)]));
}

function majorityAccuracy(labels: readonly string[], partition: Partition): number | null {
  const asking = [...labels.keys()].filter((at) => partition.fold[at] !== NEVER_ASKS);
  const winners = new Map(
    [...referenceLabels(labels, partition)].map(([at, counts]) => [
      at,
      [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]?.[0],
    ]),
  );
  return meanOf(asking.map((at) => Number(winners.get(partition.fold[at] ?? NEVER_ASKS) === labels[at])));
}

function answersOf(
  table: NearestTable,
  labels: readonly string[],
  { fold }: Partition,
  counts: readonly ReferenceCount[],
): Answer[] {
  return labels.flatMap((truth, at) => {
    const { references = 0, relevant = 0 } = counts[at] ?? {};
    if (fold[at] === NEVER_ASKS) return [];
    const retrieved = table.neighboursOf(at).map((found) => labels[found] ?? '');
    return [{ truth, fold: fold[at] ?? NEVER_ASKS, retrieved, references, relevant }];
  });
}

function askedPatches(
  table: NearestTable,
  labels: readonly string[],
  { fold }: Partition,
  voters: number,
): AskedPatch[] {
  return labels.flatMap((truth, at) => {
    if (fold[at] === NEVER_ASKS) return [];
    const retrieved = table.neighboursOf(at);
    const predicted = voteOf(
      retrieved.map((found) => labels[found] ?? ''),
      voters,
    )?.label;
    return [{ at, truth, predicted, retrieved }];
  });
}

/** The patches of label `truth` that were taken for `predicted`: a cell of the confusion matrix. */
export function patchesInCell({ asked }: Evaluation, truth: string, predicted: string): AskedPatch[] {
  return asked.filter((patch) => patch.truth === truth && patch.predicted === predicted);
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
