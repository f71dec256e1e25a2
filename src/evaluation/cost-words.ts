import type { Costs } from './costs.ts';
import type { MeanSd } from './mean-sd.ts';

/** What a collection costs, each with its spread, in sentences; of what was not measured, none. */
export function costSentences({ indexing, query, barcodeBytes, storedBytes }: Costs): string[] {
  return [
    ...(indexing
      ? [
          `Indexing ${indexing.patches.toLocaleString('en')} patches took ${indexing.seconds.toFixed(1)} s${spread(indexing.secondsAPatch, 3, ' s per patch', (words) => ` (${words})`)}.`,
        ]
      : []),
    ...(query
      ? [
          `A query takes ${query.median.toFixed(1)} ms (median of ${query.queries}; the middle half ${query.quartiles.map((ms) => ms.toFixed(1)).join(' to ')} ms).`,
        ]
      : []),
    `A barcode takes ${barcodeBytes.toLocaleString('en')} bytes${spread(storedBytes, 0, ' bytes', (words) => `; a patch with its thumbnail and colours ${words}`)}.`,
  ];
}

/** "0.412 ± 0.031 s per patch", as `place` puts it into the sentence; nothing where there is no value. */
function spread({ mean, sd }: MeanSd, digits: number, unit: string, place: (words: string) => string): string {
  if (mean === null) return '';
  const format = (value: number) =>
    value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return place(`${format(mean)}${sd === null ? '' : ` ± ${format(sd)}`}${unit}`);
}
