import { areaUnderCurve } from './auc.ts';
import { share } from './mean-sd.ts';
import type { Judged } from './retrieval.ts';

/** How one class fares against all others. Null where the figure is not defined. */
export interface ClassScores {
  readonly label: string;
  /** Queries of the class. */
  readonly patches: number;
  /** Share of the class that was recognised: TP / (TP + FN). */
  readonly sensitivity: number | null;
  /** Share of the others that was not taken for it: TN / (TN + FP). */
  readonly specificity: number | null;
  /** Share of the votes for this label that are right: TP / (TP + FP). */
  readonly precision: number | null;
  /** 2 TP / (2 TP + FP + FN): the harmonic mean of precision and sensitivity, 0 where nothing is right. */
  readonly f1: number | null;
  /** Patches of the class whose vote was wrong, or that had no reference. */
  readonly failures: number;
  /** Of the score "share of the voters with this label". */
  readonly auc: number | null;
}

/** Counts for one class, gathered query by query. */
class ClassTally {
  patches = 0;
  truePositives = 0;
  falsePositives = 0;
  /** Only of scores above 0: in a large collection most queries have no voter of the class. */
  readonly #byScore = new Map<number, { score: number; positives: number; negatives: number }>();

  addScore(score: number, isPositive: boolean): void {
    const tally = this.#byScore.get(score) ?? { score, positives: 0, negatives: 0 };
    this.#byScore.set(score, tally);
    tally[isPositive ? 'positives' : 'negatives']++;
  }

  /** @param total Queries, of this class and others. */
  toScores(label: string, total: number): ClassScores {
    const others = total - this.patches;
    const scored = [...this.#byScore.values()];
    const positives = scored.reduce((sum, tally) => sum + tally.positives, 0);
    const negatives = scored.reduce((sum, tally) => sum + tally.negatives, 0);
    const unscored = { score: 0, positives: this.patches - positives, negatives: others - negatives };
    return {
      label,
      patches: this.patches,
      sensitivity: share(this.truePositives, this.patches),
      specificity: share(others - this.falsePositives, others),
      precision: share(this.truePositives, this.truePositives + this.falsePositives),
      f1: share(2 * this.truePositives, this.patches + this.truePositives + this.falsePositives),
      failures: this.patches - this.truePositives,
      auc: areaUnderCurve([unscored, ...scored]),
    };
  }
}

/**
 * Each class against the rest, for the classes of queries and of votes, sorted by label. A query without references
 * counts as one that was taken for another class.
 */
export function classScores(retrievals: readonly Judged[]): ClassScores[] {
  const tallies = new Map<string, ClassTally>();
  const tallyOf = (label: string) => {
    const tally = tallies.get(label) ?? new ClassTally();
    tallies.set(label, tally);
    return tally;
  };
  for (const { truth, predicted, voters } of retrievals) {
    tallyOf(truth).patches++;
    if (predicted === truth) tallyOf(truth).truePositives++;
    else if (predicted !== undefined) tallyOf(predicted).falsePositives++;
    for (const [at, label] of voters.entries()) {
      if (voters.indexOf(label) === at)
        tallyOf(label).addScore(countOf(voters, label) / voters.length, label === truth);
    }
  }
  return [...tallies]
    .filter(([, { patches, falsePositives }]) => patches + falsePositives > 0)
    .map(([label, tally]) => tally.toScores(label, retrievals.length))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

function countOf(voters: readonly string[], label: string): number {
  let count = 0;
  for (const voter of voters) if (voter === label) count++;
  return count;
}
