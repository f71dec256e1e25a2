import { type Figures, figuresOf } from './figures.ts';
import { groupBy } from './group-by.ts';
import { share } from './mean-sd.ts';
import { judge, type Retrieval } from './retrieval.ts';

/** Patches of one label that were taken for another. */
export interface Mistaken {
  readonly truth: string;
  /** Undefined where no patch might be retrieved. */
  readonly predicted: string | undefined;
  readonly count: number;
}

/** How the queries of one source (slide, case) fared. */
export interface SourceScores {
  readonly source: string;
  readonly queries: number;
  /** Different labels among them. */
  readonly labels: number;
  /** Over its queries alone: its macro F1 and balanced accuracy know only the classes that occur in it. */
  readonly figures: Figures;
  /** Share that the vote by colour alone gets right. */
  readonly colour: number | null;
  /** Queries whose vote was wrong. */
  readonly failures: number;
  /** What they were taken for, most frequent first. */
  readonly mistaken: readonly Mistaken[];
}

/**
 * A row a source, in the order of their names.
 * @param sources Of each retrieval.
 * @param colour The same queries asked by colour, in the same order.
 * @param voters How many hits vote.
 */
export function sourceScores(
  retrievals: readonly Retrieval[],
  colour: readonly Retrieval[],
  sources: readonly string[],
  voters: number,
): SourceScores[] {
  const members = groupBy([...retrievals.keys()], (at) => sources[at] ?? '');
  return [...members]
    .map(([source, own]) => {
      const ownRetrievals = own.flatMap((at) => retrievals[at] ?? []);
      const byColour = own.flatMap((at) => colour[at] ?? []);
      const mistaken = mistakenIn(ownRetrievals, voters);
      return {
        source,
        queries: own.length,
        labels: new Set(ownRetrievals.map(({ truth }) => truth)).size,
        figures: figuresOf(ownRetrievals, voters),
        colour: share(byColour.filter((retrieval) => judge(retrieval, voters).isRight).length, byColour.length),
        failures: mistaken.reduce((sum, { count }) => sum + count, 0),
        mistaken,
      };
    })
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}

/** Wrong votes by true and predicted label, most frequent first, then by label. */
export function mistakenIn(retrievals: readonly Retrieval[], voters: number): Mistaken[] {
  const wrong = retrievals.map((retrieval) => judge(retrieval, voters)).filter(({ isRight }) => !isRight);
  const groups = groupBy(wrong, ({ truth, predicted }) => JSON.stringify([truth, predicted]));
  return [...groups.values()]
    .flatMap((group) =>
      group[0] ? [{ truth: group[0].truth, predicted: group[0].predicted, count: group.length }] : [],
    )
    .sort((a, b) => b.count - a.count || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ truth, predicted }: Mistaken): string {
  return JSON.stringify([truth, predicted]);
}
