import type { PatchTable } from '../../columns/patch-table.ts';
import { textChecksum } from '../../library/checksum.ts';
import type { SourceRule } from '../../library/schema.ts';

/** Odd, so that multiplying by it loses nothing. */
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/** Tells whether labels, or what counts as one source, have changed: of the labels in the order of the patches. */
export function labelsDigest(table: PatchTable, rule: SourceRule): string {
  const { label, end } = table;
  const hashes = label.words.map((word) => textChecksum(word ?? ''));
  const sums = PRIMES.map((prime) => {
    let sum = textChecksum(JSON.stringify(rule), prime);
    for (let id = 0; id < end; id++) {
      if (table.has(id)) sum = Math.imul(sum ^ (hashes[label.codeAt(id)] ?? 0), prime);
    }
    return sum >>> 0;
  });
  return sums.map((sum) => sum.toString(16).padStart(8, '0')).join('');
}
