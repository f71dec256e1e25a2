import Play from 'lucide-react/icons/play';
import { useState } from 'react';
import { useStore } from 'zustand';
import { collectionsStore } from '../../engine/collection/collections-store.ts';
import { resumeRun } from '../../engine/indexing/indexing.ts';
import type { CollectionRecord } from '../../library/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { useAction } from '../../ui/use-action.ts';
import styles from './ResumeOffer.module.css';
import { interruptedWords } from './run-words.ts';

/** For a collection whose run has not come to its end: go on where it stopped. */
export function ResumeOffer({ collectionId }: { collectionId: string }) {
  const collection = useStore(collectionsStore, ({ collections }) =>
    collections?.find(({ id }) => id === collectionId),
  );
  if (!collection?.unfinished) return null;
  return <Offer key={collectionId} collection={collection} total={collection.unfinished.total} />;
}

function Offer({ collection, total }: { collection: CollectionRecord; total: number }) {
  const { id, patchCount, origin } = collection;
  const [needsFolder, setNeedsFolder] = useState(false);
  const { isBusy, error, run } = useAction();
  const resume = () => run(async () => setNeedsFolder((await resumeRun(id)) === 'needs-folder'));

  return (
    <div className={styles.offer}>
      {error ? <ErrorNotice error={error} /> : null}
      <div className={styles.row}>
        <p className={styles.text}>
          {interruptedWords(patchCount, total)}{' '}
          {needsFolder ? (
            <strong>Drop the {origin.kind === 'files' ? 'files' : 'folder'} again to resume.</strong>
          ) : null}
        </p>
        {needsFolder ? null : (
          <Button size="small" variant="primary" icon={<Play />} disabled={isBusy} onClick={resume}>
            Resume
          </Button>
        )}
      </div>
    </div>
  );
}
