import { percentWords, pointsWords } from './figure-words.ts';
import type { Advantage } from './lens-check.ts';

/** "+4.8 ± 1.2": the mean over sources and its standard error, in points. */
export function gainWords({ mean, standardError }: Pick<Advantage, 'mean' | 'standardError'>): string {
  const gain = pointsWords(mean);
  return standardError === null ? gain : `${gain} ± ${percentWords(standardError).replace(' %', '')}`;
}

/** What a table of the lens' figures shows. */
export const LENS_WORDS =
  'Each source asks through a similarity learned from the labels of the other sources alone, by the bits of all layers. Gain: points of accuracy against plain similarity with three voting, the mean over sources ± its standard error.';
