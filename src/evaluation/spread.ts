import { FIGURE_KEYS, type FigureKey, type Figures, FigureTally, figuresOf, outcomeOf } from './figures.ts';
import { groupBy } from './group-by.ts';
import { type Interval, jackknifeInterval } from './jackknife.ts';
import { meanSd } from './mean-sd.ts';
import type { Retrieval } from './retrieval.ts';

/** A figure and how far it may be trusted. */
export interface Spread {
  readonly value: number | null;
  /** Sample deviation (n - 1) of the folds' values, where a left-out group is a fold; null for fewer than two. */
  readonly sd: number | null;
  /** 95 %, over the units (see `jackknifeInterval`), cut off at 0 and 1. */
  readonly interval: Interval | null;
}

export type SpreadFigures = Readonly<Record<FigureKey, Spread>>;

/**
 * The figures over all retrievals, each with its spread.
 *
 * @param voters See `figuresOf`.
 * @param units The unit of each retrieval: its slide or case where that is known, else the patch itself.
 */
export function spreadFigures(
  retrievals: readonly Retrieval[],
  voters: number,
  units: readonly string[],
): SpreadFigures {
  const all = figuresOf(retrievals, voters);
  const ofFolds = [...groupBy(retrievals, ({ fold }) => fold).values()].map((fold) => figuresOf(fold, voters));
  const without = figuresWithout(retrievals, voters, units);
  const spreadOf = (key: FigureKey): Spread => ({
    value: all[key],
    sd: meanSd(ofFolds.map((figures) => figures[key])).sd,
    interval: within(
      jackknifeInterval(
        all[key],
        without.map((figures) => figures[key]),
      ),
    ),
  });
  // biome-ignore lint/plugin: the keys are FigureKeys.
  return Object.fromEntries(FIGURE_KEYS.map((key) => [key, spreadOf(key)])) as Record<FigureKey, Spread>;
}

/** The figures without each unit in turn. */
function figuresWithout(retrievals: readonly Retrieval[], voters: number, units: readonly string[]): Figures[] {
  const tally = new FigureTally();
  const outcomes = retrievals.map((retrieval) => outcomeOf(retrieval, voters));
  for (const outcome of outcomes) tally.add(outcome);
  const members = groupBy(outcomes, (_, at) => units[at] ?? '');
  return [...members.values()].map((own) => {
    for (const outcome of own) tally.remove(outcome);
    const figures = tally.figures();
    for (const outcome of own) tally.add(outcome);
    return figures;
  });
}

function within(interval: Interval | null): Interval | null {
  return interval && [Math.max(0, interval[0]), Math.min(1, interval[1])];
}
