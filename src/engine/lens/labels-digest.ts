import type { PatchTable } from '../../columns/patch-table.ts';
import { textChecksum } from '../../library/checksum.ts';
import type { SourceRule } from '../../library/schema.ts';

/** Odd, so that multiplying by it loses nothing. */
const PRIMES = [0x01000193, 0x85ebca6b] as const;

/**
 * Tells whether labels, or what counts as one source, have changed: of the labels in the order of the patches.
 * @param name The column that teaches in place of the labels.
 * @returns Undefined where there is no such column, or its table is still being read.
 */
export function labelsDigest(table: PatchTable, rule: SourceRule, name?: string): string | undefined {
  const column = table.column(name ?? 'label');
  if (column?.kind !== 'category') return undefined;
  const hashes = column.words.map((word) => textChecksum(word ?? ''));
  const sums = PRIMES.map((prime) => {
    let sum = textChecksum(JSON.stringify(name === undefined ? rule : [rule, name]), prime);
    for (let id = 0; id < table.end; id++) {
      if (table.has(id)) sum = Math.imul(sum ^ (hashes[column.codeAt(id)] ?? 0), prime);
    }
    return sum >>> 0;
  });
  return sums.map((sum) => sum.toString(16).padStart(8, '0')).join('');
}
