import { expect, it } from 'vitest';
import { costSentences } from './cost-words.ts';

it('say each cost with its spread', () => {
  const indexing = { patches: 1_204, seconds: 512.34, secondsAPatch: { mean: 0.4255, sd: 0.0312 } };
  const query = { queries: 40, median: 3.42, quartiles: [3.1, 3.94] } as const;
  expect(costSentences({ indexing, query, barcodeBytes: 1_280, storedBytes: { mean: 5_431.6, sd: 310.2 } })).toEqual([
    'Indexing 1,204 patches took 512.3 s (0.426 ± 0.031 s per patch).',
    'A query takes 3.4 ms (median of 40; the middle half 3.1 to 3.9 ms).',
    'A barcode takes 1,280 bytes; a patch with its thumbnail and colours 5,432 ± 310 bytes.',
  ]);
});

it('say nothing of what was not measured', () => {
  const costs = { indexing: undefined, query: undefined, barcodeBytes: 320, storedBytes: { mean: null, sd: null } };
  expect(costSentences(costs)).toEqual(['A barcode takes 320 bytes.']);
});
