/**
 * The figures that a validation reports. They are taken over all queries together, whatever fold they were in, and
 * every query counts the same; shares are from 0 to 1.
 *
 * Rules for what is not clear-cut:
 * - Two hits at one distance rank by the id of the patch, the lower first.
 * - A vote that no label wins alone goes to the label of the nearest hit (arXiv 2111.15519). Where fewer patches may be
 *   found than vote, those there are vote.
 * - A query that may find no patch at all, or none of its label (a class that only its own source has), counts as wrong. It
 *   stays in every figure but the mean average precision, which has no value for it.
 */
import { voteOf } from '../barcode/vote.ts';
import { share } from './mean-sd.ts';
import { averagePrecision } from './ranking-scores.ts';
import { judge, type Retrieval } from './retrieval.ts';

export const FIGURE_KEYS = ['top1', 'mv3', 'mv5', 'macroF1', 'balancedAccuracy', 'meanAveragePrecision'] as const;

export type FigureKey = (typeof FIGURE_KEYS)[number];

/** Null where a figure has no value. */
export type Figures = Readonly<Record<FigureKey, number | null>>;

/** What one query adds to the figures. */
interface Outcome {
  readonly truth: string;
  readonly predicted: string | undefined;
  /** 1 where the nearest, the vote of three and the vote of five are right, else 0. */
  readonly right: readonly number[];
  readonly averagePrecision: number | null;
}

const VOTES = [1, 3, 5] as const;

/**
 * - `top1`: share of queries whose nearest hit has their label.
 * - `mv3`, `mv5`: share of queries whose label the nearest three or five vote for.
 * - `macroF1`: mean over classes of 2 TP / (2 TP + FP + FN), for the classes that are a true or a predicted label; a class
 *   that is never recognised counts 0. As scikit-learn's f1_score(average='macro'). Over all queries together, not the mean
 *   of the folds' values, which is biased (Forman and Scholz, SIGKDD Explorations 12, 2010).
 * - `balancedAccuracy`: mean sensitivity of the classes that have queries; one that is only predicted has none. As
 *   scikit-learn's balanced_accuracy_score.
 * - `meanAveragePrecision`: at 10, see `averagePrecision`.
 *
 * @param voters How many hits vote for the predicted label, which `macroF1` and `balancedAccuracy` are about.
 */
export function figuresOf(retrievals: readonly Retrieval[], voters: number): Figures {
  const tally = new FigureTally();
  for (const retrieval of retrievals) tally.add(outcomeOf(retrieval, voters));
  return tally.figures();
}

export function outcomeOf(retrieval: Retrieval, voters: number): Outcome {
  const { truth, retrieved } = retrieval;
  return {
    truth,
    predicted: judge(retrieval, voters).predicted,
    right: VOTES.map((n) => Number(voteOf(retrieved, n)?.label === truth)),
    averagePrecision: averagePrecision(retrieval),
  };
}

interface ClassCounts {
  queries: number;
  predictions: number;
  right: number;
}

/** Counts from which the figures follow; queries come and go, so that the figures without some of them cost little. */
export class FigureTally {
  #queries = 0;
  readonly #right = VOTES.map(() => 0);
  #precisions = 0;
  #withPrecision = 0;
  readonly #classes = new Map<string, ClassCounts>();

  add(outcome: Outcome): void {
    this.#count(outcome, 1);
  }

  /** Takes out one that was added. */
  remove(outcome: Outcome): void {
    this.#count(outcome, -1);
  }

  figures(): Figures {
    const [top1 = null, mv3 = null, mv5 = null] = this.#right.map((right) => share(right, this.#queries));
    let [f1, sensitivity] = [0, 0];
    let [occurring, queried] = [0, 0];
    for (const { queries, predictions, right } of this.#classes.values()) {
      if (queries + predictions === 0) continue;
      occurring++;
      f1 += (2 * right) / (queries + predictions);
      if (queries === 0) continue;
      queried++;
      sensitivity += right / queries;
    }
    return {
      top1,
      mv3,
      mv5,
      macroF1: share(f1, occurring),
      balancedAccuracy: share(sensitivity, queried),
      meanAveragePrecision: share(this.#precisions, this.#withPrecision),
    };
  }

  #count({ truth, predicted, right, averagePrecision }: Outcome, by: 1 | -1): void {
    this.#queries += by;
    for (const [at, isRight] of right.entries()) this.#right[at] = (this.#right[at] ?? 0) + by * isRight;
    if (averagePrecision !== null) {
      this.#precisions += by * averagePrecision;
      this.#withPrecision += by;
    }
    const own = this.#classOf(truth);
    own.queries += by;
    if (predicted === undefined) return;
    this.#classOf(predicted).predictions += by;
    if (predicted === truth) own.right += by;
  }

  #classOf(label: string): ClassCounts {
    const counts = this.#classes.get(label) ?? { queries: 0, predictions: 0, right: 0 };
    this.#classes.set(label, counts);
    return counts;
  }
}
