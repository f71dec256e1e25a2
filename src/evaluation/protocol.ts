/** Which patches are queries and which are references in an evaluation. Random folds, or one group out, or the folders of a published set. */
export type Protocol =
  /** Stratified cross-validation: every patch is a query once, and the patches of the other folds are its references. */
  | { readonly kind: 'folds'; readonly k: number; readonly seed: number }
  /**
   * Every patch is a query, and the patches of other groups (slides, patients) are its references. The pattern's match names the
   * group; without one the groups are the collection's cases.
   */
  | { readonly kind: 'leave-out'; readonly pattern?: string | undefined }
  /** The patches below the folder `test` are queries, those below `train` references. */
  | { readonly kind: 'split'; readonly train: string; readonly test: string };

/** The protocol as one writes it on the command line: "cv5", "leave-out:HE-\d+", "leave-case-out", "split:train,test". */
export function protocolName(protocol: Protocol): string {
  if (protocol.kind === 'folds') return `cv${protocol.k}`;
  if (protocol.kind === 'split') return `split:${protocol.train},${protocol.test}`;
  return protocol.pattern === undefined ? 'leave-case-out' : `leave-out:${protocol.pattern}`;
}

/** The protocol for a reader. */
export function protocolTitle(protocol: Protocol): string {
  if (protocol.kind === 'folds') return `${protocol.k}-fold cross-validation, seed ${protocol.seed}`;
  if (protocol.kind === 'split') return `queries from folder “${protocol.test}”, references from “${protocol.train}”`;
  return protocol.pattern === undefined
    ? 'leave one case out'
    : `leave one source out, sources by “${protocol.pattern}”`;
}

/** What `protocolName` gives, in short for a reader: "cv5" is "5-fold cross-validation". */
export function titleOfProtocolName(name: string): string {
  const folds = /^cv(\d+)$/.exec(name);
  if (folds) return `${folds[1]}-fold cross-validation`;
  if (name.startsWith('split:')) return 'train and test folders';
  return name === 'leave-case-out' ? 'leave one case out' : 'leave one source out';
}
