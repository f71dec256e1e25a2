import type { MadeCollection } from '../../e2e/support/made-archive.ts';
import { LONG_LABELS, MANY_LABELS, makeTissue, SHORT_LABELS } from './made-tissue.ts';

export interface Made {
  /** How many there are. */
  readonly labels: number;
  readonly collection: MadeCollection;
}

export function makeCollections() {
  const make = (name: string, labels: readonly string[], patchesALabel: number): Made => ({
    labels: labels.length,
    collection: makeTissue(name, labels, patchesALabel),
  });
  return {
    few: make('Colon, five classes', SHORT_LABELS, 40),
    long: make('Archive with long names', LONG_LABELS, 12),
    many: make('A hundred classes', MANY_LABELS, 6),
    unlabelled: make('Without labels', [''], 60),
    two: make('Two classes', ['benign', 'malignant'], 60),
    nine: make('Nine classes', MANY_LABELS.slice(0, 9), 20),
  };
}
