import type { Tally } from '../../../barcode/vote.ts';

/** What the nearest say, in a sentence; undefined where they say nothing. Only more than half of them make a majority. */
export function tallyWords({ voters, labels, majority }: Tally, nouns: string): string | undefined {
  const first = labels[0];
  if (!first) return undefined;
  if (majority !== undefined) return `${first.supporters.length} of the ${voters} nearest ${nouns}: ${majority}`;
  return `No majority among the ${voters} nearest ${nouns}: ${labels.map(({ label }) => label).join(', ')}`;
}
