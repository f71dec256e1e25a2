import { type LayerNumber, type Profile, profileKey } from '../../barcode/profile.ts';
import { type Dictionary, dictionaryOf } from '../../base/dictionary.ts';
import type { Costs } from '../../evaluation/costs.ts';
import { countDuplicates, type Evaluation, type Row } from '../../evaluation/evaluation.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import { LENS_VOTERS } from '../../evaluation/lens-check.ts';
import type { MeanSd } from '../../evaluation/mean-sd.ts';
import type { PairedDifference } from '../../evaluation/paired-difference.ts';
import { type Protocol, protocolName } from '../../evaluation/protocol.ts';
import { leaveOutCalibrationError } from '../../evaluation/scale/leave-out-calibration.ts';
import { PRECISION_RANKS, type Scores } from '../../evaluation/scores.ts';
import type { Mistaken, SourceScores } from '../../evaluation/source-scores.ts';
import type { Spread, SpreadFigures } from '../../evaluation/spread.ts';

/** Figures of one way to search, in percent, the AUC from 0 to 1; null for what is not defined. */
export interface JsonFigures {
  readonly accuracy: number | null;
  readonly accuracy_sd: number | null;
  readonly sensitivity: number | null;
  readonly sensitivity_sd: number | null;
  readonly specificity: number | null;
  readonly specificity_sd: number | null;
  readonly auc: number | null;
  readonly auc_sd: number | null;
  readonly eta_p: number | null;
  readonly eta_w: number | null;
  readonly eta_total: number | null;
  readonly precision_at: Dictionary<number | null>;
  readonly map_at_10: number | null;
}

/**
 * The figures of src/evaluation/figures.ts: over all queries, whatever their fold, each with its sample deviation over folds
 * (or left-out groups) and its 95 % interval over sources, or over single patches where sources are not known.
 */
export interface JsonSpreadFigures
  extends WithSpread<'top1' | 'mv3' | 'mv5' | 'macro_f1' | 'balanced_accuracy' | 'map_at_10'> {}

type WithSpread<Name extends string> = {
  readonly [Key in Name | `${Name}_sd`]: number | null;
} & { readonly [Key in `${Name}_ci95`]: readonly [number, number] | null };

/** How much more often the first of two ways is right on the same queries, in points. */
export interface JsonDifference {
  readonly difference: number;
  readonly ci95: readonly [number, number] | null;
  /** Sources, or patches where sources are not known: all, those where the first is ahead, and where it is behind. */
  readonly units: number;
  readonly units_ahead: number;
  readonly units_behind: number;
}

/**
 * What a similarity learned from labels reaches (ARCHITECTURE.md, "The lens"), each fold searched through a lens fitted on the
 * others, against plain distances with three voting; null where it was not asked for.
 */
export interface JsonLens {
  /** Right votes over all queries, percent: learned with `neighbours` voting, and plain with three. */
  readonly lens_accuracy: number | null;
  readonly lens_plain_accuracy: number | null;
  /** The mean over sources (folds where these are not known) of what each gains, in points, and its standard error. */
  readonly lens_gain: number | null;
  readonly lens_gain_se: number | null;
  readonly lens_up: number | null;
  readonly lens_down: number | null;
  /** The same with nine voting through the lens. */
  readonly lens_9_accuracy: number | null;
  readonly lens_9_gain: number | null;
  readonly lens_9_gain_se: number | null;
  readonly lens_9_up: number | null;
  readonly lens_9_down: number | null;
}

/** Queries of one label that were taken for another; null where no patch might be retrieved. */
export interface JsonMistaken {
  readonly label: string;
  readonly predicted: string | null;
  readonly count: number;
}

export interface JsonSource {
  readonly source: string;
  readonly n: number;
  /** Different labels among its queries; its macro F1 and balanced accuracy know no others. */
  readonly labels: number;
  readonly top1: number | null;
  readonly mv3: number | null;
  readonly mv5: number | null;
  readonly macro_f1: number | null;
  readonly balanced_accuracy: number | null;
  readonly map_at_10: number | null;
  readonly colour_accuracy: number | null;
  /** Queries whose vote was wrong, and what they were taken for, most frequent first. */
  readonly failures: number;
  readonly mistaken: readonly JsonMistaken[];
}

export interface JsonRow extends JsonFigures {
  readonly protocol: string;
  readonly size: number;
  readonly sampling: Profile['sampling'];
  readonly binarisation: Profile['binarisation'];
  /** Views of a patch whose Gram matrices were summed; 1 where it was taken as it is. */
  readonly views: number;
  readonly layers: readonly LayerNumber[];
  readonly neighbours: number;
  readonly macro_f1: number | null;
  readonly balanced_accuracy: number | null;
  /** Against the evaluation's own setting on the same queries; null for that setting itself. */
  readonly against_chosen: JsonDifference | null;
  /** What colour histograms reach by the same protocol with as many neighbours; null where that was not measured. */
  readonly colour_accuracy: number | null;
  readonly chance: number | null;
}

export interface JsonReport extends Omit<JsonFigures, keyof JsonSpreadFigures>, JsonSpreadFigures, JsonLens {
  readonly gramscope: string;
  /** ISO 8601. */
  readonly date: string;
  readonly collection: string;
  readonly unit: 'percent; auc from 0 to 1';
  /** Patches that were queries. */
  readonly n: number;
  readonly profile: Profile & { readonly key: string };
  readonly protocol: string;
  /** Deals the folds; null where there are none to deal. */
  readonly seed: number | null;
  /** Where only some patches are queries: how many were drawn evenly, of how many, and with which seed. */
  readonly draw: { readonly queries: number; readonly of: number; readonly seed: number } | null;
  readonly layers: readonly LayerNumber[];
  /** How many of the nearest vote. */
  readonly neighbours: number;
  readonly without_duplicates: boolean;
  readonly folds: number;
  /** Mean over folds, each counting the same. */
  readonly accuracy_over_folds: number | null;
  readonly colour_accuracy: number | null;
  readonly colour_accuracy_sd: number | null;
  readonly chance: number | null;
  /** Always predicting the most frequent label. */
  readonly majority: number | null;
  readonly unanswered: number;
  readonly unlabelled: number;
  readonly unmatched: number;
  /** Queries with a label that none of the patches they may retrieve has: they count as wrong. */
  readonly without_relevant: number;
  /** Queries whose nearest hit is of their own source, percent; null where sources are not known. */
  readonly from_own_source: number | null;
  /**
   * Expected calibration error, 0 to 1, of "this close, so many share a label" for the nearest hit, each source
   * foretold by the others; null where another protocol was taken, or only some patches are queries.
   */
  readonly calibration_ece: number | null;
  /** The figures by colour alone. */
  readonly colour: JsonSpreadFigures;
  /** Barcodes against colour alone. */
  readonly against_colour: JsonDifference | null;
  /** Seconds that indexing took, of so many patches; null where it was not measured. */
  readonly index_s: number | null;
  readonly index_patches: number | null;
  /** Over batches. */
  readonly index_s_per_patch: number | null;
  readonly index_s_per_patch_sd: number | null;
  /** Milliseconds from the query to the ten nearest of the whole collection: median and middle half; null where not measured. */
  readonly query_ms: number | null;
  readonly query_ms_iqr: readonly [number, number] | null;
  /** Of a barcode; all are of one length. */
  readonly bytes_per_patch: number | null;
  /** Of all that is stored for a patch: barcode, colours and thumbnail. */
  readonly stored_bytes_per_patch: number | null;
  readonly stored_bytes_per_patch_sd: number | null;
  readonly per_class: readonly object[];
  /** A row a source (slide, case), by name; empty where sources are not known. */
  readonly per_source: readonly JsonSource[];
  /** counts[t][p]: patches of labels[t] that were taken for labels[p]. */
  readonly confusion: Evaluation['scores']['confusion'];
  readonly duplicates: object;
  readonly rows: readonly JsonRow[];
  /** A row an evaluation: this one, then those it is compared with, by other protocols or of other profiles. */
  readonly evaluations: readonly JsonEvaluation[];
}

/** One evaluation's figures, without what they are made of. */
export interface JsonEvaluation extends JsonSpreadFigures {
  readonly protocol: string;
  readonly size: number;
  readonly sampling: Profile['sampling'];
  readonly layers: readonly LayerNumber[];
  readonly neighbours: number;
  readonly n: number;
  /** As in the report. */
  readonly seed: number | null;
  /** Null where sources are not known. */
  readonly sources: number | null;
  /** As in the report. */
  readonly calibration_ece: number | null;
  readonly colour: JsonSpreadFigures;
  readonly against_colour: JsonDifference | null;
}

export interface ReportContext {
  readonly collection: string;
  readonly version: string;
  readonly date: Date;
}

/**
 * An evaluation as data.
 * @param compared Others whose rows stand beside its own: another protocol, another profile of the same images.
 */
export function jsonReport(
  evaluation: Evaluation,
  compared: readonly Evaluation[],
  { collection, version, date }: ReportContext,
): JsonReport {
  const { profile, protocol, scores, colour, duplicates, samples } = evaluation;
  const { groups, acrossFolds, contradicting } = countDuplicates(duplicates);
  const colourAccuracy = headlineOf(colour, protocol).accuracy;
  return {
    gramscope: version,
    date: date.toISOString(),
    collection,
    unit: 'percent; auc from 0 to 1',
    n: scores.patches,
    profile: { ...profile, key: profileKey(profile) },
    protocol: protocolName(protocol),
    seed: seedOf(protocol),
    draw: drawOf(evaluation),
    layers: evaluation.layers,
    neighbours: evaluation.voters,
    without_duplicates: evaluation.withoutDuplicates,
    folds: scores.folds,
    ...figuresOf(scores, protocol),
    ...spreadOf(evaluation.figures),
    accuracy_over_folds: percent(scores.accuracy.mean),
    colour_accuracy: percent(colourAccuracy.mean),
    colour_accuracy_sd: percent(colourAccuracy.sd),
    chance: percent(scores.chance),
    majority: percent(evaluation.majority),
    unanswered: scores.unanswered,
    unlabelled: evaluation.unlabelled,
    unmatched: evaluation.unmatched,
    without_relevant: evaluation.withoutRelevant,
    from_own_source: percent(evaluation.fromOwnSource),
    calibration_ece: round(calibrationOf(evaluation)),
    colour: spreadOf(evaluation.colourFigures),
    against_colour: differenceOf(evaluation.againstColour),
    ...lensOf(evaluation),
    ...costsOf(evaluation.costs),
    per_class: scores.perClass.map(({ label, patches, failures, auc, ...shares }) => ({
      label,
      patches,
      sensitivity: percent(shares.sensitivity),
      specificity: percent(shares.specificity),
      precision: percent(shares.precision),
      f1: percent(shares.f1),
      auc: round(auc),
      failures,
      mistaken: mistakenOf(evaluation.mistaken.filter(({ truth }) => truth === label)),
    })),
    per_source: evaluation.perSource.map(sourceOf),
    confusion: scores.confusion,
    duplicates: {
      groups,
      across_folds: acrossFolds,
      contradicting,
      ...effectOf(evaluation),
      paths: duplicates.map(({ members }) => members.map((at) => samples[at]?.path)),
    },
    rows: [evaluation, ...compared].flatMap((one) => one.rows.map((row) => toRow(one, row))),
    evaluations: [evaluation, ...compared].map(summaryOf),
  };
}

function summaryOf(evaluation: Evaluation): JsonEvaluation {
  const { protocol, profile, layers, voters, scores, perSource, sources } = evaluation;
  return {
    protocol: protocolName(protocol),
    size: profile.size,
    sampling: profile.sampling,
    layers,
    neighbours: voters,
    n: scores.patches,
    seed: seedOf(protocol),
    sources: sources ? perSource.length : null,
    calibration_ece: round(calibrationOf(evaluation)),
    ...spreadOf(evaluation.figures),
    colour: spreadOf(evaluation.colourFigures),
    against_colour: differenceOf(evaluation.againstColour),
  };
}

function seedOf(protocol: Protocol): number | null {
  return protocol.kind === 'folds' ? protocol.seed : null;
}

function drawOf({ draw, drawnFrom }: Evaluation): JsonReport['draw'] {
  return draw && drawnFrom !== undefined ? { queries: draw.queries, of: drawnFrom, seed: draw.seed } : null;
}

function calibrationOf({ protocol, draw, queries }: Evaluation): number | null {
  return protocol.kind === 'leave-out' && !draw ? leaveOutCalibrationError(queries) : null;
}

function toRow({ profile, protocol, voters, colour }: Evaluation, row: Row): JsonRow {
  const { size, sampling, binarisation, views = 1 } = profile;
  return {
    protocol: protocolName(protocol),
    size,
    sampling,
    binarisation,
    views,
    layers: row.layers,
    neighbours: row.voters,
    ...figuresOf(row.scores, protocol),
    macro_f1: percent(row.scores.macroF1),
    balanced_accuracy: percent(row.scores.etaW),
    against_chosen: differenceOf(row.againstChosen),
    colour_accuracy: row.voters === voters ? percent(headlineOf(colour, protocol).accuracy.mean) : null,
    chance: percent(row.scores.chance),
  };
}

function figuresOf(scores: Scores, protocol: Evaluation['protocol']): JsonFigures {
  const { accuracy, sensitivity, specificity, auc } = headlineOf(scores, protocol);
  return {
    ...named('accuracy', accuracy, percent),
    ...named('sensitivity', sensitivity, percent),
    ...named('specificity', specificity, percent),
    ...named('auc', auc, round),
    eta_p: percent(scores.etaP),
    eta_w: percent(scores.etaW),
    eta_total: percent(scores.etaTotal),
    precision_at: dictionaryOf(PRECISION_RANKS.map((k, at) => [`${k}`, percent(scores.precisionAt[at] ?? null)])),
    map_at_10: percent(scores.meanAveragePrecision),
  };
}

function spreadOf(figures: SpreadFigures): JsonSpreadFigures {
  return {
    ...withSpread('top1', figures.top1),
    ...withSpread('mv3', figures.mv3),
    ...withSpread('mv5', figures.mv5),
    ...withSpread('macro_f1', figures.macroF1),
    ...withSpread('balanced_accuracy', figures.balancedAccuracy),
    ...withSpread('map_at_10', figures.meanAveragePrecision),
  };
}

function withSpread<Name extends string>(name: Name, { value, sd, interval }: Spread): WithSpread<Name> {
  return {
    [name]: percent(value),
    [`${name}_sd`]: percent(sd),
    [`${name}_ci95`]: percents(interval),
  } as WithSpread<Name>;
}

function differenceOf(paired: PairedDifference | undefined): JsonDifference | null {
  if (!paired) return null;
  const { first, second, interval, units, up, down } = paired;
  return {
    difference: points(first - second),
    ci95: percents(interval),
    units,
    units_ahead: up,
    units_behind: down,
  };
}

function lensOf({ lens = [], voters }: Evaluation): JsonLens {
  const chosen = lens.find((each) => each.voters === voters);
  const more = lens.find((each) => each.voters === LENS_VOTERS);
  return {
    lens_accuracy: percent(chosen?.learned ?? null),
    lens_plain_accuracy: percent(chosen?.plain ?? null),
    lens_gain: percent(chosen?.mean ?? null),
    lens_gain_se: percent(chosen?.standardError ?? null),
    lens_up: chosen?.up ?? null,
    lens_down: chosen?.down ?? null,
    lens_9_accuracy: percent(more?.learned ?? null),
    lens_9_gain: percent(more?.mean ?? null),
    lens_9_gain_se: percent(more?.standardError ?? null),
    lens_9_up: more?.up ?? null,
    lens_9_down: more?.down ?? null,
  };
}

function costsOf(costs: Costs | undefined) {
  const { indexing, query, barcodeBytes, storedBytes } = costs ?? {};
  return {
    index_s: round(indexing?.seconds ?? null),
    index_patches: indexing?.patches ?? null,
    index_s_per_patch: round(indexing?.secondsAPatch.mean ?? null),
    index_s_per_patch_sd: round(indexing?.secondsAPatch.sd ?? null),
    query_ms: round(query?.median ?? null),
    query_ms_iqr: query ? ([round(query.quartiles[0]) ?? 0, round(query.quartiles[1]) ?? 0] as const) : null,
    bytes_per_patch: barcodeBytes ?? null,
    stored_bytes_per_patch: round(storedBytes?.mean ?? null),
    stored_bytes_per_patch_sd: round(storedBytes?.sd ?? null),
  };
}

function sourceOf({ source, queries, labels, figures, colour, failures, mistaken }: SourceScores): JsonSource {
  return {
    source,
    n: queries,
    labels,
    top1: percent(figures.top1),
    mv3: percent(figures.mv3),
    mv5: percent(figures.mv5),
    macro_f1: percent(figures.macroF1),
    balanced_accuracy: percent(figures.balancedAccuracy),
    map_at_10: percent(figures.meanAveragePrecision),
    colour_accuracy: percent(colour),
    failures,
    mistaken: mistakenOf(mistaken),
  };
}

function mistakenOf(mistaken: readonly Mistaken[]): JsonMistaken[] {
  return mistaken.map(({ truth, predicted = null, count }) => ({ label: truth, predicted, count }));
}

/** Right votes as it was, and as it would be if no query could find an image identical to it. */
function effectOf({ duplicateEffect }: Evaluation): object {
  if (!duplicateEffect) return {};
  const { queries, right, rightWithout } = duplicateEffect;
  return { queries, right, right_without: rightWithout };
}

type Named<Name extends string> = Record<Name | `${Name}_sd`, number | null>;

function named<Name extends string>(
  name: Name,
  { mean, sd }: MeanSd,
  unit: (value: number | null) => number | null,
): Named<Name> {
  return { [name]: unit(mean), [`${name}_sd`]: unit(sd) } as Named<Name>;
}

function percent(share: number | null): number | null {
  return round(share === null ? null : share * 100);
}

function percents(interval: readonly [number, number] | null): readonly [number, number] | null {
  return interval && [points(interval[0]), points(interval[1])];
}

function points(share: number): number {
  return round(share * 100) ?? 0;
}

/** Four digits behind the point: more than any evaluation can tell. */
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}
