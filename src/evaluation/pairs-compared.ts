/** Pairs of patches that are compared where so many of them are queries. */
export function pairsCompared(queries: number, patches: number): number {
  return areFewQueries(queries, patches) ? queries * patches : (patches * (patches - 1)) / 2;
}

/** Whether to compare each query with all patches costs less than to compare all pairs once. */
export function areFewQueries(queries: number, patches: number): boolean {
  return 2 * queries < patches;
}
