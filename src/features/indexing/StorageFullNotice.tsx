import { Link } from 'wouter';
import { useStore } from 'zustand';
import { NAMED_SETTINGS } from '../../barcode/profile.ts';
import type { ErrorReport } from '../../base/errors.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { estimateRun } from '../../engine/indexing/estimate.ts';
import type { IndexingState } from '../../engine/indexing/indexing-store.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatBytes } from '../../ui/format.ts';
import { SETTINGS_PATH } from '../../ui/routes.ts';
import { smallerProfileWords } from './run-words.ts';

/** The disk is full: how much more the run needs, and the ways to go on. */
export function StorageFullNotice({ run, error }: { run: IndexingState; error: ErrorReport }) {
  const profile = useStore(
    collectionsStore,
    ({ collections }) => collections?.find(({ id }) => id === run.collectionId)?.profile,
  );
  if (!profile) return <ErrorNotice error={error} />;
  const missing = estimateRun(run.total - run.done, profile).bytes;
  const all = estimateRun(run.total, profile).bytes;
  const smaller = smallerProfileWords(all, estimateRun(run.total, NAMED_SETTINGS.standard).bytes);
  return (
    <ErrorNotice
      error={error}
      actions={<Link href={SETTINGS_PATH}>See what is stored</Link>}
      more={`The rest needs about ${formatBytes(missing)}. A collection can be exported to a file from its menu before it is deleted.${smaller}`}
    />
  );
}
