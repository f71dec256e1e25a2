import { seededRandom, shuffled } from '../base/seeded-random.ts';
import { groupBy } from './group-by.ts';
import type { Protocol } from './protocol.ts';

/** What an evaluation knows of a patch before any image is compared. */
export interface Sample {
  readonly path: string;
  readonly label: string;
}

/** The fold in which a patch asks; `NEVER_ASKS` for one that only answers. */
export const NEVER_ASKS = -1;

/** Which patches ask, and which may answer: patch r answers patch q when `answers[r]` and `fold[r] !== fold[q]`. */
export interface Partition {
  readonly fold: Int32Array;
  /** 1 for a patch that may be retrieved. */
  readonly answers: Uint8Array;
  /** A name for every fold: "fold 1", or the group that is left out. */
  readonly foldNames: readonly string[];
  /** Patches that the pattern or the folders say nothing about: groups of their own, or not part of it at all. */
  readonly unmatched: number;
}

/** Whether patch `r` may be retrieved for patch `q`. */
export function mayAnswer({ fold, answers }: Partition, q: number, r: number): boolean {
  return q !== r && answers[r] === 1 && fold[r] !== fold[q];
}

/** Divides the samples as the protocol says. Throws SyntaxError when its pattern is no regular expression. */
export function partition(samples: readonly Sample[], protocol: Protocol): Partition {
  switch (protocol.kind) {
    case 'folds':
      return stratifiedFolds(samples, protocol.k, protocol.seed);
    case 'leave-out':
      return leaveGroupOut(samples, protocol.pattern);
    case 'split':
      return splitByFolder(samples, protocol.train, protocol.test);
  }
}

/**
 * Deals the patches of each label, shuffled, to `k` folds in turn, going on where the label before ended: folds then
 * differ by one patch at most, in all and in each label. The same images get the same folds, in whatever order they came.
 */
function stratifiedFolds(samples: readonly Sample[], k: number, seed: number): Partition {
  const random = seededRandom(seed);
  const fold = new Int32Array(samples.length);
  let next = 0;
  const numbered = samples.map(({ path, label }, at) => ({ path, label, at }));
  numbered.sort((a, b) => (a.path < b.path ? -1 : 1));
  const members = groupBy(numbered, ({ label }) => label);
  for (const label of [...members.keys()].sort()) {
    for (const { at } of shuffled(members.get(label) ?? [], random)) fold[at] = next++ % k;
  }
  const foldNames = Array.from({ length: k }, (_, at) => `fold ${at + 1}`);
  return { fold, answers: new Uint8Array(samples.length).fill(1), foldNames, unmatched: 0 };
}

/** The first match in the path names the group, or else the first in the label; what matches nowhere is its own group. */
function leaveGroupOut(samples: readonly Sample[], pattern: string): Partition {
  const expression = new RegExp(pattern);
  const matches = samples.map(({ path, label }) => expression.exec(path)?.[0] ?? expression.exec(label)?.[0]);
  const groups = matches.map((match, at) => match ?? samples[at]?.path ?? '');
  const foldNames = [...new Set(groups)].sort();
  const foldOf = new Map(foldNames.map((name, at) => [name, at]));
  return {
    fold: Int32Array.from(groups, (group) => foldOf.get(group) ?? NEVER_ASKS),
    answers: new Uint8Array(samples.length).fill(1),
    foldNames,
    unmatched: matches.filter((match) => match === undefined).length,
  };
}

function splitByFolder(samples: readonly Sample[], train: string, test: string): Partition {
  const isBelow = (path: string, folder: string) =>
    path
      .split('/')
      .slice(0, -1)
      .some((part) => part.toLowerCase() === folder.toLowerCase());
  const fold = Int32Array.from(samples, ({ path }) => (isBelow(path, test) ? 0 : NEVER_ASKS));
  const answers = Uint8Array.from(samples, ({ path }, at) => Number(fold[at] === NEVER_ASKS && isBelow(path, train)));
  const unmatched = samples.filter((_, at) => fold[at] === NEVER_ASKS && answers[at] === 0).length;
  return { fold, answers, foldNames: [test], unmatched };
}
