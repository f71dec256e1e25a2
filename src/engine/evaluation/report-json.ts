import { type LayerNumber, type Profile, profileKey } from '../../barcode/profile.ts';
import { countDuplicates, type Evaluation, type Row } from '../../evaluation/evaluation.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import type { MeanSd } from '../../evaluation/mean-sd.ts';
import { protocolName } from '../../evaluation/protocol.ts';
import { PRECISION_RANKS, type Scores } from '../../evaluation/scores.ts';

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
  readonly precision_at: Readonly<Record<string, number | null>>;
  readonly map_at_10: number | null;
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
  /** What colour histograms reach by the same protocol with as many neighbours; null where that was not measured. */
  readonly colour_accuracy: number | null;
  readonly chance: number | null;
}

export interface JsonReport extends JsonFigures {
  readonly gramscope: string;
  /** ISO 8601. */
  readonly date: string;
  readonly collection: string;
  readonly unit: 'percent; auc from 0 to 1';
  /** Patches that asked. */
  readonly n: number;
  readonly profile: Profile & { readonly key: string };
  readonly protocol: string;
  /** Null where nothing is drawn. */
  readonly seed: number | null;
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
  /** Always answering with the most frequent label. */
  readonly majority: number | null;
  readonly unanswered: number;
  readonly unlabelled: number;
  readonly unmatched: number;
  readonly per_class: readonly object[];
  /** counts[t][p]: patches of labels[t] that were taken for labels[p]. */
  readonly confusion: Evaluation['scores']['confusion'];
  readonly duplicates: object;
  readonly rows: readonly JsonRow[];
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
    seed: protocol.kind === 'folds' ? protocol.seed : null,
    layers: evaluation.layers,
    neighbours: evaluation.voters,
    without_duplicates: evaluation.withoutDuplicates,
    folds: scores.folds,
    ...figuresOf(scores, protocol),
    accuracy_over_folds: percent(scores.accuracy.mean),
    colour_accuracy: percent(colourAccuracy.mean),
    colour_accuracy_sd: percent(colourAccuracy.sd),
    chance: percent(scores.chance),
    majority: percent(evaluation.majority),
    unanswered: scores.unanswered,
    unlabelled: evaluation.unlabelled,
    unmatched: evaluation.unmatched,
    per_class: scores.perClass.map(({ label, patches, sensitivity, specificity, precision, auc }) => ({
      label,
      patches,
      sensitivity: percent(sensitivity),
      specificity: percent(specificity),
      precision: percent(precision),
      auc: round(auc),
    })),
    confusion: scores.confusion,
    duplicates: {
      groups,
      across_folds: acrossFolds,
      contradicting,
      paths: duplicates.map(({ members }) => members.map((at) => samples[at]?.path)),
    },
    rows: [evaluation, ...compared].flatMap((one) => one.rows.map((row) => toRow(one, row))),
  };
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
    precision_at: Object.fromEntries(PRECISION_RANKS.map((k, at) => [k, percent(scores.precisionAt[at] ?? null)])),
    map_at_10: percent(scores.meanAveragePrecision),
  };
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

/** Four digits behind the point: more than any evaluation can tell. */
function round(value: number | null): number | null {
  return value === null ? null : Math.round(value * 10_000) / 10_000;
}
