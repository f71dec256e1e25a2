import type { RunEstimate } from '../../engine/indexing/estimate.ts';
import type { Speed } from '../../engine/indexing/use-measured-speed.ts';
import { formatBytes, formatCount, formatDuration } from '../../ui/format.ts';
import type { PatchCount } from './patch-counts.ts';

/** "1,204 patches"; "1,204 patches so far" as long as the tissue of some slides is not known. */
export function patchWords({ patches, isFinal }: PatchCount): string {
  if (patches === 0) return isFinal ? 'No patches' : 'Looking for tissue …';
  const words = formatCount(patches, 'patch', 'patches');
  return isFinal ? words : `${words} so far`;
}

/**
 * "about 3 min, 12 MB on disk"; empty while there is nothing to index.
 * @param mayBeKnown Some of the patches may be indexed already.
 */
export function costWords(
  { patches, isFinal }: PatchCount,
  { seconds, bytes }: RunEstimate,
  speed: Speed,
  mayBeKnown = false,
): string {
  if (patches === 0) return '';
  const space = `${isFinal ? '' : 'more than '}${formatBytes(bytes)} on disk`;
  if (seconds === undefined)
    return `${speed === 'measuring' ? 'measuring the time …' : 'time not known yet'}, ${space}`;
  const bound = isFinal ? (mayBeKnown ? 'at most' : 'about') : 'more than';
  if (seconds >= 1) return `${bound} ${formatDuration(seconds)}, ${space}`;
  // More than less than a second says nothing.
  return isFinal ? `${formatDuration(seconds)}, ${space}` : space;
}
