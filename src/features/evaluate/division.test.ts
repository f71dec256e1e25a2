import { describe, expect, it } from 'vitest';
import { loadPatterns } from '../../base/patterns.ts';
import { hasQueries, partition } from '../../evaluation/partition.ts';
import type { Protocol } from '../../evaluation/protocol.ts';
import { divide } from './division.ts';

await loadPatterns();

const SAMPLES = ['train/HE-1/a', 'train/HE-2/b', 'Test/HE-2/c', 'test/x/d', 'other/HE-9/e'].map((path) => ({
  path,
  label: 'fat',
  source: path,
}));
const PROTOCOLS: readonly Protocol[] = [
  { kind: 'folds', k: 3, seed: 1 },
  { kind: 'leave-out', pattern: 'HE-\\d' },
  { kind: 'leave-out', pattern: '^' },
  { kind: 'leave-out', pattern: undefined },
  { kind: 'split', train: 'train', test: 'test' },
  { kind: 'split', train: 'nowhere', test: 'test' },
  { kind: 'split', train: 'train', test: 'nowhere' },
];

describe('what the form says of a protocol', () => {
  it.each(PROTOCOLS.flatMap((protocol) => [0, 1, 2, 5].map((count) => ({ protocol, count }))))(
    'is what the evaluation makes of it: $protocol of $count patches',
    async ({ protocol, count }) => {
      const samples = SAMPLES.slice(0, count);
      const whole = partition(samples, protocol);
      const groups = protocol.kind === 'leave-out' ? whole.foldNames : [];
      expect(await divide(samples, protocol, new AbortController().signal)).toEqual({
        queries: whole.queries.length,
        hasQueries: hasQueries(whole),
        groups: groups.length,
        examples: groups.slice(0, 3),
        unmatched: whole.unmatched,
      });
    },
  );
});
