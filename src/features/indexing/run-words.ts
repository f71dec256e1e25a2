import type { IndexingPhase, IndexingState } from '../../engine/indexing/indexing-store.ts';
import { formatBytes, formatCount, formatDuration, formatNumber, formatSpeed, formatStored } from '../../ui/format.ts';

const VERBS: Readonly<Record<Exclude<IndexingPhase, 'preparing'>, string>> = {
  running: 'indexing',
  pausing: 'pausing',
  paused: 'paused at',
  finished: 'finished',
  cancelled: 'cancelled at',
  stopped: 'stopped at',
};

/** A run that still holds the page's one place for runs. */
export function isActive(phase: IndexingPhase): boolean {
  return phase === 'preparing' || phase === 'running' || phase === 'pausing' || phase === 'paused';
}

/** "indexing 412 of 800 · 6.1 patches/s · 1 min left · WebGPU: Apple M2"; what is not known yet is left out. */
export function describeRun(run: IndexingState, device: string | undefined): string {
  const { phase, done, total, patchesPerSecond, secondsLeft } = run;
  if (phase === 'preparing') return 'preparing';
  // Slides say how many patches they have when their tissue has been found.
  if (phase === 'running' && total === 0) return 'looking for tissue';
  const parts = [`${VERBS[phase]} ${formatNumber(done)} of ${formatNumber(total)}`];
  if (phase === 'running' && patchesPerSecond > 0) parts.push(formatSpeed(patchesPerSecond));
  if (phase === 'running' && secondsLeft !== undefined) parts.push(`${formatDuration(secondsLeft)} left`);
  if (device) parts.push(device);
  return parts.join(' · ');
}

/**
 * What is announced, and stays until dismissed: few enough words and changes for a screen reader to follow.
 * When finished it ends with "Indexed N patches": those of the run's files that are in the collection now.
 */
export function announceRun(run: IndexingState): string {
  const inCollection = run.indexed + run.unchanged;
  switch (run.phase) {
    case 'preparing':
    case 'running':
      return `Indexing ${run.collectionName}`;
    case 'pausing':
    case 'paused':
      return 'Indexing is paused';
    case 'cancelled':
      return `Cancelled. ${formatCount(inCollection, 'patch is', 'patches are')} indexed and can be searched.`;
    case 'stopped':
      return `Indexing stopped. ${formatCount(inCollection, 'patch is', 'patches are')} safe.`;
    case 'finished':
      // Scripts wait for these very words: plain digits, and no singular.
      return `${unchangedWords(run)}Indexed ${inCollection} patches`;
  }
}

/** What the run found of its files in the collection; nothing where all of them were new. */
function unchangedWords({ indexed, replaced, unchanged }: IndexingState): string {
  if (unchanged + replaced === 0) return '';
  if (indexed === 0) return 'Nothing new. ';
  const added = indexed - replaced;
  const changed = `${formatNumber(replaced)} changed and indexed again`;
  if (replaced === 0) return `${formatNumber(added)} new in this run. `;
  return added === 0 ? `${changed}. ` : `${formatNumber(added)} new in this run, ${changed}. `;
}

/**
 * How far an interrupted run had come, and what can be done with it.
 * @param total Patches that it was over; fewer than are stored while its slides had not all been looked into.
 */
export function interruptedWords(patchCount: number, total: number): string {
  if (patchCount === 0) return 'Indexing was interrupted before the first patch was stored.';
  const stored = total > patchCount ? formatStored(patchCount, total) : formatCount(patchCount, 'patch', 'patches');
  return `Indexing was interrupted: ${stored} ${patchCount === 1 && total <= 1 ? 'is' : 'are'} indexed and can be searched.`;
}

/** What the Standard profile would spare, when it is much: a sentence with a blank before it, or nothing. */
export function smallerProfileWords(bytes: number, standardBytes: number): string {
  if (standardBytes > bytes / 2) return '';
  return ` With the Standard profile all of it would take ${formatBytes(standardBytes)} instead of ${formatBytes(bytes)}.`;
}
