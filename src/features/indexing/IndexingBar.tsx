import X from 'lucide-react/icons/x';
import { Link } from 'wouter';
import { useStore } from 'zustand';
import type { ErrorReport } from '../../base/errors.ts';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { deviceStore } from '../../engine/device/device-store.ts';
import { dismissRun } from '../../engine/indexing/indexing.ts';
import { type IndexingState, indexingStore } from '../../engine/indexing/indexing-store.ts';
import { classes } from '../../ui/classes.ts';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatDevice } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';
import { collectionPath } from '../../ui/routes.ts';
import { FailureCount } from './FailureCount.tsx';
import styles from './IndexingBar.module.css';
import { ResumeOffer } from './ResumeOffer.tsx';
import { RunControls } from './RunControls.tsx';
import { RunNotices } from './RunNotices.tsx';
import { announceRun, describeRun, isActive } from './run-words.ts';
import { StorageFullNotice } from './StorageFullNotice.tsx';

/** The foot of the middle column: the run under way, how the last one ended, and the offer to go on with one. */
export function IndexingBar({ collectionId }: { collectionId: string | undefined }) {
  const run = useStore(indexingStore, (state) => state.run);
  const active = run !== undefined && isActive(run.phase);
  return (
    <section aria-label="Indexing" className={styles.bar}>
      {active ? <ProgressOf run={run} /> : null}
      {run ? <RunNotices run={run} /> : null}
      <div className={classes(styles.row, run && styles.filled)}>
        <div className={styles.words}>
          {run ? <CollectionName run={run} shownId={collectionId} /> : null}
          {active ? <RunLine run={run} /> : null}
          {/* Always in the page: a screen reader announces changes only of a region that it knows. */}
          <p role="status" className={active || !run ? 'visually-hidden' : styles.line}>
            {run ? announceRun(run) : ''}
          </p>
        </div>
        <div className={styles.actions}>
          {run ? <FailureCount failures={run.failures} /> : null}
          {active ? <RunControls run={run} /> : null}
          {run && !active ? <IconButton size="small" label="Dismiss" icon={<X />} onClick={dismissRun} /> : null}
        </div>
      </div>
      {run?.error ? <RunError run={run} error={run.error} /> : null}
      {collectionId && !active ? <ResumeOffer collectionId={collectionId} /> : null}
    </section>
  );
}

function RunError({ run, error }: { run: IndexingState; error: ErrorReport }) {
  return error.code === 'storage-full' ? <StorageFullNotice run={run} error={error} /> : <ErrorNotice error={error} />;
}

function ProgressOf({ run }: { run: IndexingState }) {
  const { collectionName, done, total } = run;
  return (
    <ProgressBar
      label={`Indexing ${collectionName}`}
      value={done}
      max={total}
      valueText={describeRun(run, undefined)}
    />
  );
}

function RunLine({ run }: { run: IndexingState }) {
  const device = useStore(deviceStore);
  return (
    <p className={styles.line}>
      {describeRun(run, device.status === 'ready' ? formatDevice(device.device) : undefined)}
    </p>
  );
}

/** Which collection it is about; a link where another one is in sight. */
function CollectionName({ run, shownId }: { run: IndexingState; shownId: string | undefined }) {
  const { collectionId } = run;
  // The run keeps the name it began with; the collection may have been renamed since.
  const stored = useStore(collectionsStore, ({ collections }) => collections?.find(({ id }) => id === collectionId));
  const name = stored?.name ?? run.collectionName;
  if (collectionId === '' || collectionId === shownId) return <strong className={styles.name}>{name}</strong>;
  return (
    <Link href={collectionPath(collectionId)} className={styles.name}>
      {name}
    </Link>
  );
}
