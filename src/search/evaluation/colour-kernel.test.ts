import { describe, expect, it } from 'vitest';
import { colourHistogram } from '../../base/colour-histogram.ts';
import { seededRandom } from '../../base/seeded-random.ts';
import { hellingerDistance } from '../../base/testing/hellinger-distance.ts';
import { createColourKernel } from './colour-kernel.ts';
import { RowScanner } from './row-scanner.ts';

const random = seededRandom(1);

/** A patch of one hue with some spread. */
function histogram() {
  const [r, g, b] = [random(), random(), random()].map((value) => value * 200);
  const around = (value = 0) => value + random() * 55;
  return colourHistogram(Uint8Array.from({ length: 300 }, (_, at) => around([r, g, b][at % 3])));
}

describe('the colour kernel', () => {
  it('orders histograms as the Hellinger distance does', () => {
    const kernel = createColourKernel();
    const histograms = Array.from({ length: 20 }, histogram);
    const scanner = new RowScanner(kernel, 1024, histograms.length, histograms.length);
    for (const [at, values] of histograms.entries()) scanner.put(at, new Uint8Array(values.buffer));
    for (const [query, values] of histograms.entries()) {
      scanner.scan(query, 0, histograms.length);
      for (const [row, other] of histograms.entries()) {
        const squared = (2 ** 31 - 1 - (scanner.distances[row] ?? 0)) / 32_767 ** 2;
        expect(Math.sqrt(Math.max(0, 1 - squared))).toBeCloseTo(hellingerDistance(values, other), 12);
      }
    }
  });

  it('does not overflow where all pixels have one colour', () => {
    const kernel = createColourKernel();
    const scanner = new RowScanner(kernel, 1024, 1, 1);
    scanner.put(0, new Uint8Array(colourHistogram(Uint8Array.of(1, 2, 3)).buffer));
    scanner.scan(0, 0, 1);
    expect(scanner.distances[0]).toBe(2 ** 31 - 1 - 32_767 ** 2);
  });
});
