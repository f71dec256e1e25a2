/** Keys `[collectionId, anything]`: an empty array sorts after every number and every string. */
export function wholeCollection(collectionId: string): IDBKeyRange {
  return IDBKeyRange.bound([collectionId], [collectionId, []]);
}

/** Keys `[collectionId, first]` up to, but not including, `[collectionId, end]`. */
export function numbersBetween(collectionId: string, first: number, end: number): IDBKeyRange {
  return IDBKeyRange.bound([collectionId, first], [collectionId, end], false, true);
}

/** Keys `[collectionId, first]` and all behind them. */
export function numbersFrom(collectionId: string, first: number): IDBKeyRange {
  return IDBKeyRange.bound([collectionId, first], [collectionId, []]);
}

/** Runs of consecutive numbers: one request for a run costs about as much as for one of them. */
export function consecutiveRuns(numbers: readonly number[]): { first: number; end: number }[] {
  const runs: { first: number; end: number }[] = [];
  for (const number of [...new Set(numbers)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last?.end === number) last.end = number + 1;
    else runs.push({ first: number, end: number + 1 });
  }
  return runs;
}
