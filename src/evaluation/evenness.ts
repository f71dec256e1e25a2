/** How evenly queries were drawn: what a figure is worth depends on it, and figures of sets drawn unlike do not compare. */

interface Counted {
  /** Queries of each label. */
  readonly labels: readonly number[];
  /** Queries of each source; empty where sources are not known. */
  readonly sources: readonly number[];
}

/** "186 to 212 per label, 88 to 350 per source". Labels that no query has are not counted. */
export function evennessWords({ labels, sources }: Counted): string {
  return [rangeWords(labels, 'per label'), rangeWords(sources, 'per source')]
    .flatMap((words) => words ?? [])
    .join(', ');
}

function rangeWords(counts: readonly number[], each: string): string | undefined {
  const some = counts.filter((count) => count > 0);
  if (some.length === 0) return undefined;
  const [least, most] = [Math.min(...some), Math.max(...some)].map((count) => count.toLocaleString('en'));
  return least === most ? `${least} ${each}` : `${least} to ${most} ${each}`;
}
