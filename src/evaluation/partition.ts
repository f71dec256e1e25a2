import { compilePattern } from '../base/patterns.ts';
import { seededRandom, shuffled } from '../base/seeded-random.ts';
import { groupBy } from './group-by.ts';
import type { Protocol } from './protocol.ts';

/** What an evaluation knows of a patch before any image is compared. */
export interface Sample {
  readonly path: string;
  readonly label: string;
  /** The case that its collection puts it into; undefined where nobody has said. */
  readonly source?: string | undefined;
}

/** The fold of a patch that is never a query. */
export const NO_QUERY = -1;

/** Which patches are queries, and which are references: patch r is one of query q when `references[r]` and `fold[r] !== fold[q]`. */
export interface Partition {
  /** Positions of the queries, ascending. */
  readonly queries: Int32Array;
  /** How many there were before some of them were drawn; undefined where all are at hand. */
  readonly drawnFrom?: number;
  readonly fold: Int32Array;
  /** 1 for a patch that may be retrieved. */
  readonly references: Uint8Array;
  /** A name for every fold: "fold 1", or the group that is left out. */
  readonly foldNames: readonly string[];
  /** Patches that the pattern or the folders say nothing about: groups of their own, or not part of it at all. */
  readonly unmatched: number;
}

/** Whether patch `r` may be retrieved for patch `q`. */
export function isReferenceFor({ fold, references }: Partition, q: number, r: number): boolean {
  return q !== r && references[r] === 1 && fold[r] !== fold[q];
}

/** Whether any patch may be retrieved for any other. */
export function hasQueries({ queries, fold, references }: Partition): boolean {
  const asQueries = new Set(queries.map((at) => fold[at] ?? NO_QUERY));
  const asReferences = new Set(fold.filter((_, at) => references[at] === 1));
  return [...asQueries].some((own) => asReferences.size > Number(asReferences.has(own)));
}

/** Divides the samples as the protocol says. @throws AppError pattern-invalid. */
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
  return { queries: all(samples), fold, references: new Uint8Array(samples.length).fill(1), foldNames, unmatched: 0 };
}

/** The source (slide, case) of every patch. */
export interface Sources {
  /** By position. */
  readonly names: readonly string[];
  /** Patches that the pattern does not match, or the collection's rule, each of them a source of its own, named by its path. */
  readonly unmatched: number;
}

/** What was named last of some samples: an evaluation needs the same twice. */
const named = new WeakMap<readonly Sample[], { readonly pattern: string | undefined; readonly sources: Sources }>();

/**
 * The first match of a regular expression in the path names the source, or else the first in the label; without one, what the
 * collection says. Expects the patterns' engine to be loaded.
 * @throws AppError pattern-invalid.
 */
export function nameSources(samples: readonly Sample[], pattern: string | undefined): Sources {
  const known = named.get(samples);
  if (known && known.pattern === pattern) return known.sources;
  const matches = samples.map(sourceMatcher(pattern));
  const sources = {
    names: matches.map((match, at) => match ?? samples[at]?.path ?? ''),
    unmatched: matches.filter((match) => match === undefined).length,
  };
  named.set(samples, { pattern, sources });
  return sources;
}

/** What names a source, as `nameSources` does; undefined for a patch that is one of its own, named by its path. */
export function sourceMatcher(pattern: string | undefined): (sample: Sample) => string | undefined {
  if (pattern === undefined) return ({ path, source }) => (source === path ? undefined : source);
  const { firstIn } = compilePattern(pattern);
  return ({ path, label }) => firstIn(path) ?? firstIn(label);
}

function leaveGroupOut(samples: readonly Sample[], pattern: string | undefined): Partition {
  const { names: groups, unmatched } = nameSources(samples, pattern);
  const foldNames = [...new Set(groups)].sort();
  const foldOf = new Map(foldNames.map((name, at) => [name, at]));
  return {
    queries: all(samples),
    fold: Int32Array.from(groups, (group) => foldOf.get(group) ?? NO_QUERY),
    references: new Uint8Array(samples.length).fill(1),
    foldNames,
    unmatched,
  };
}

/** Which of two folders a path lies below, whatever their case. What lies below both is in the second. */
export function folderSide(train: string, test: string): (path: string) => 'train' | 'test' | 'neither' {
  const [trainFolder, testFolder] = [train, test].map((folder) => folder.toLowerCase());
  return (path) => {
    const folders = path.toLowerCase().split('/').slice(0, -1);
    if (folders.some((folder) => folder === testFolder)) return 'test';
    return folders.some((folder) => folder === trainFolder) ? 'train' : 'neither';
  };
}

function splitByFolder(samples: readonly Sample[], train: string, test: string): Partition {
  const sideOf = folderSide(train, test);
  const sides = samples.map(({ path }) => sideOf(path));
  const fold = Int32Array.from(sides, (side) => (side === 'test' ? 0 : NO_QUERY));
  const references = Uint8Array.from(sides, (side) => Number(side === 'train'));
  const unmatched = sides.filter((side) => side === 'neither').length;
  return { queries: all(samples).filter((at) => fold[at] === 0), fold, references, foldNames: [test], unmatched };
}

function all(samples: readonly Sample[]): Int32Array {
  return Int32Array.from(samples.keys());
}
