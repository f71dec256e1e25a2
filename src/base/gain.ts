/** How two ways to search compare, source by source. */
export interface Gain {
  readonly queries: number;
  /** Shares of right votes over all queries, 0 to 1: of the learned similarity, and of the plain one. */
  readonly learned: number;
  readonly plain: number;
  /** The mean over sources of what each gains, and its standard error; null for a single source. */
  readonly mean: number;
  readonly standardError: number | null;
  readonly sources: number;
  readonly up: number;
  readonly down: number;
}
