import { useState } from 'react';
import { useLocation } from 'wouter';
import { removeSet, useNamedSets } from '../../engine/collection/named-sets.ts';
import { useOpenedCollection } from '../../engine/collection/open-collection-store.ts';
import type { NamedSet } from '../../library/sets.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount } from '../../ui/format.ts';
import { setPath } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';
import styles from './TablesSection.module.css';

/** The sets of a collection, while it is open: search with them, or delete them. */
export function SetsSection({ collectionId, onLeave }: { collectionId: string; onLeave: () => void }) {
  const sets = useNamedSets(collectionId);
  const isOpen = useOpenedCollection(collectionId)?.status === 'open';
  const [, navigate] = useLocation();
  const [going, setGoing] = useState<NamedSet>();
  const { isBusy, error, run } = useAction();
  if (!isOpen) return <span className={styles.quiet}>Open the collection to see them</span>;
  if (sets.length === 0) return 'none';
  return (
    <>
      {sets.map((set) => (
        <div key={set.id} className={styles.table}>
          <div>
            {set.name} <span className={styles.quiet}>{formatCount(set.members.length, 'patch', 'patches')}</span>
          </div>
          <div className={styles.actions}>
            <Button
              size="small"
              aria-label={`Search with ${set.name}`}
              onClick={() => {
                onLeave();
                navigate(setPath(collectionId, { kind: 'set', of: 'set', name: set.name }));
              }}
            >
              Search with it
            </Button>
            <Button size="small" aria-label={`Delete ${set.name}`} disabled={isBusy} onClick={() => setGoing(set)}>
              Delete…
            </Button>
          </div>
        </div>
      ))}
      {error ? <ErrorNotice error={error} /> : null}
      {going ? (
        <ConfirmDialog
          open
          onOpenChange={() => setGoing(undefined)}
          title={`Delete the set “${going.name}”?`}
          confirmText="Delete set"
          dangerous
          onConfirm={() => run(() => removeSet(collectionId, going.id))}
        >
          Its patches stay in the collection.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
