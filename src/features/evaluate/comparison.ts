import type { LayerNumber, Profile } from '../../barcode/profile.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { headlineOf } from '../../evaluation/headline.ts';
import type { MeanSd } from '../../evaluation/mean-sd.ts';
import { type Protocol, protocolName } from '../../evaluation/protocol.ts';
import { type PublishedSet, publishedAccuracy } from '../../evaluation/published.ts';

/** One line of the comparison. */
export interface ComparedRow {
  readonly key: string;
  readonly protocol: Protocol;
  readonly profile: Profile;
  readonly layers: readonly LayerNumber[];
  readonly voters: number;
  readonly accuracy: MeanSd;
  readonly auc: MeanSd;
  readonly meanAveragePrecision: number | null;
  readonly published: { readonly accuracy: number; readonly sd: number | null } | undefined;
  /** The setting that the rest of the page is about. */
  readonly isChosen: boolean;
}

/** Columns that can be sorted by, each with what it sorts. */
const SORTED_BY = {
  protocol: (row: ComparedRow) => protocolName(row.protocol),
  profile: (row: ComparedRow) => profileWords(row.profile),
  layers: (row: ComparedRow) => row.layers.length * 1e5 + Number(row.layers.join('')),
  voters: (row: ComparedRow) => row.voters,
  accuracy: (row: ComparedRow) => row.accuracy.mean ?? -1,
  auc: (row: ComparedRow) => row.auc.mean ?? -1,
  meanAveragePrecision: (row: ComparedRow) => row.meanAveragePrecision ?? -1,
  published: (row: ComparedRow) => row.published?.accuracy ?? -1,
};

export type SortColumn = keyof typeof SORTED_BY;

export interface SortOrder {
  readonly column: SortColumn;
  readonly isDescending: boolean;
}

/** The rows of all evaluations, in the order they were made. */
export function comparedRows(evaluations: readonly Evaluation[], set: PublishedSet | undefined): ComparedRow[] {
  return evaluations.flatMap((evaluation, nth) =>
    evaluation.rows.map(({ layers, voters, scores }) => {
      const { protocol, profile } = evaluation;
      const { accuracy, auc } = headlineOf(scores, protocol);
      return {
        key: `${nth} ${layers.join()} ${voters}`,
        protocol,
        profile,
        layers,
        voters,
        accuracy,
        auc,
        meanAveragePrecision: scores.meanAveragePrecision,
        published: set && isAsPublished(set, protocol, voters) ? publishedAccuracy(layers, set) : undefined,
        isChosen: nth === 0 && scores === evaluation.scores,
      };
    }),
  );
}

/** The paper let three vote: in five random folds, or for KimiaPath24 by its train and test folders. */
function isAsPublished(set: PublishedSet, protocol: Protocol, voters: number): boolean {
  const isSame = set === 'kimia24' ? protocol.kind === 'split' : protocol.kind === 'folds' && protocol.k === 5;
  return voters === 3 && isSame;
}

export function sortRows(rows: readonly ComparedRow[], { column, isDescending }: SortOrder): ComparedRow[] {
  const sortedBy = SORTED_BY[column];
  const direction = isDescending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [sortedBy(a), sortedBy(b)];
    return x === y ? 0 : x < y ? -direction : direction;
  });
}

/** "256 px, 2,048 per layer"; the threshold and the views where they are not the usual ones. */
export function profileWords({ size, sampling, binarisation, views }: Profile): string {
  const bits = sampling === 'full' ? 'all bits' : `${sampling.toLocaleString('en')} per layer`;
  const threshold = binarisation === 'global' ? ', one threshold' : '';
  return `${size} px, ${bits}${threshold}${views ? `, ${views} views` : ''}`;
}
