import { voteOf } from '../../barcode/vote.ts';
import { csvTable } from '../../base/csv.ts';
import type { Evaluation } from '../../evaluation/evaluation.ts';
import { RANKING_DEPTH } from '../../evaluation/ranking-scores.ts';

/** How many vote in the columns of labels. */
const COLUMNS = [1, 3, 5] as const;

const RANKS = Array.from({ length: RANKING_DEPTH }, (_, at) => at + 1);

/**
 * Every query with its hits, a line each; whatever the report says of the barcodes follows from it. `votes` counts the
 * labels of the `voters` nearest ("tumour 2; stroma 1"), `top1`, `mv3` and `mv5` are the labels that the nearest, three and
 * five vote for, `references` the patches that might be retrieved, `relevant` those of them with the true label. Hits stand
 * nearest first with their labels and distances in bits.
 */
export function predictionsReport({ queries, samples, sources, foldNames, voters }: Evaluation): Blob {
  const head = [
    ...['path', 'source', 'fold', 'true', 'predicted', 'right', 'voters', 'votes'],
    ...COLUMNS.map((n) => (n === 1 ? 'top1' : `mv${n}`)),
    ...['references', 'relevant'],
    ...RANKS.flatMap((rank) => [`hit_${rank}`, `label_${rank}`, `distance_${rank}`]),
  ];
  const rows = queries.map((query) => {
    const { at, truth, predicted, fold, references, relevant, retrieved, distances } = query;
    const labels = retrieved.map((hit) => samples[hit]?.label ?? '');
    return [
      samples[at]?.path ?? '',
      sources?.[at] ?? '',
      foldNames[fold] ?? '',
      truth,
      predicted ?? '',
      Number(predicted === truth),
      Math.min(voters, retrieved.length),
      votesIn(labels.slice(0, voters)),
      ...COLUMNS.map((n) => voteOf(labels, n)?.label ?? ''),
      references,
      relevant,
      ...RANKS.flatMap((_, rank) => [
        samples[retrieved[rank] ?? -1]?.path ?? '',
        labels[rank] ?? '',
        distances[rank] ?? '',
      ]),
    ];
  });
  return csvTable([head, ...rows]);
}

/** "tumour 2; stroma 1", in the order in which they were found. */
function votesIn(labels: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return [...counts].map(([label, count]) => `${label} ${count}`).join('; ');
}
