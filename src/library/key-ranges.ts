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
