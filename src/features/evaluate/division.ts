import { inSlices } from '../../base/in-slices.ts';
import { loadPatterns } from '../../base/patterns.ts';
import { folderSide, type Sample, sourceMatcher } from '../../evaluation/partition.ts';
import type { Protocol } from '../../evaluation/protocol.ts';

/** What a protocol makes of the patches, as the form says it; `partition` does the same with all that an evaluation needs. */
export interface Division {
  /** How many patches are queries. */
  readonly queries: number;
  /** Whether any patch may be retrieved for any other. */
  readonly hasQueries: boolean;
  /** How many groups are left out in turn, and the first of their names; none by other protocols. */
  readonly groups: number;
  readonly examples: readonly string[];
  /** Patches that the pattern or the collection's rule says nothing about. */
  readonly unmatched: number;
}

const EXAMPLES = 3;

/**
 * Divides the patches in slices, so that the page goes on meanwhile.
 * @throws AppError pattern-invalid; the signal's reason when aborted.
 */
export async function divide(samples: readonly Sample[], protocol: Protocol, signal: AbortSignal): Promise<Division> {
  switch (protocol.kind) {
    case 'folds':
      return {
        ...{ groups: 0, examples: [], unmatched: 0 },
        queries: samples.length,
        hasQueries: samples.length > 1,
      };
    case 'leave-out':
      return leaveOut(samples, protocol.pattern, signal);
    case 'split':
      return split(samples, protocol, signal);
  }
}

async function leaveOut(samples: readonly Sample[], pattern: string | undefined, signal: AbortSignal) {
  await loadPatterns();
  const match = sourceMatcher(pattern);
  const names = new Set<string>();
  let first: string[] = [];
  let unmatched = 0;
  await inSlices(
    samples,
    (sample) => {
      const matched = match(sample);
      if (matched === undefined) unmatched++;
      const name = matched ?? sample.path;
      if (names.has(name)) return;
      names.add(name);
      const last = first.at(-1);
      if (first.length === EXAMPLES && last !== undefined && name > last) return;
      first = [...first, name].sort().slice(0, EXAMPLES);
    },
    signal,
  );
  return { queries: samples.length, hasQueries: names.size > 1, groups: names.size, examples: first, unmatched };
}

async function split(
  samples: readonly Sample[],
  { train, test }: Extract<Protocol, { kind: 'split' }>,
  signal: AbortSignal,
) {
  const sideOf = folderSide(train, test);
  const counts = { train: 0, test: 0, neither: 0 };
  await inSlices(samples, ({ path }) => void counts[sideOf(path)]++, signal);
  return {
    queries: counts.test,
    hasQueries: counts.test > 0 && counts.train > 0,
    ...{ groups: 0, examples: [], unmatched: counts.neither },
  };
}
