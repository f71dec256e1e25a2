import Undo from 'lucide-react/icons/undo-2';
import X from 'lucide-react/icons/x';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Arranged } from '../../columns/arrangement.ts';
import { undoLast } from '../../engine/collection/undo.ts';
import { type Act, lastActOf, undoStore } from '../../engine/collection/undo-store.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatCount, formatNumber } from '../../ui/format.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { useAction } from '../../ui/use-action.ts';
import { clearFilter } from './gallery-view.ts';
import styles from './UndoBar.module.css';

export interface UndoBarProps {
  collectionId: string;
  /** The patches that pass the filter; undefined while none is set. */
  matching: Arranged | undefined;
}

/** What was done to patches last, with the way back: by its button or by Ctrl+Z. */
export function UndoBar({ collectionId, matching }: UndoBarProps) {
  const act = useStore(undoStore, (state) => lastActOf(state, collectionId));
  const undone = useStore(undoStore, (state) => state.undone);
  const [dismissedId, setDismissedId] = useState<number>();
  const [done, setDone] = useState(0);
  const { isBusy, error, run } = useAction();
  const undo = () => {
    setDone(0);
    run(() => undoLast(collectionId, setDone));
  };
  useUndoKey(undo, act !== undefined && !isBusy);
  const isUndone = undone?.act.collectionId === collectionId;
  const shownId = isUndone ? undone.act.id : act?.id;
  const isShown = shownId !== undefined && shownId !== dismissedId;
  const hidden = act && !isUndone && act.change.kind === 'relabelled' ? countHidden(act, matching) : 0;
  return (
    <div className={styles.place}>
      {isShown && error ? <ErrorNotice error={error} /> : null}
      <div className={isShown ? styles.bar : undefined}>
        <p role="status" className={styles.words}>
          {isShown && isBusy && act ? `Undoing: ${formatNumber(done)} of ${formatNumber(act.patchIds.length)}` : null}
          {isShown && !isBusy && isUndone ? undoneWords(undone) : null}
          {isShown && !isBusy && !isUndone && act ? actWords(act) : null}
          {isShown && !isBusy && hidden > 0 ? hiddenWords(hidden) : null}
        </p>
        {isShown ? (
          <div className={styles.actions}>
            {hidden > 0 ? (
              <Button size="small" onClick={clearFilter}>
                Clear filters
              </Button>
            ) : null}
            {isUndone ? null : (
              <Button size="small" icon={<Undo />} disabled={isBusy} onClick={undo}>
                Undo
              </Button>
            )}
            <IconButton size="small" label="Dismiss" icon={<X />} onClick={() => setDismissedId(shownId)} />
          </div>
        ) : null}
      </div>
    </div>
  );
}

function actWords({ change, patchIds }: Act): string {
  const patches = formatCount(patchIds.length, 'patch', 'patches');
  if (change.kind === 'deleted') return `Deleted ${patches}.`;
  return change.label === '' ? `Removed the label of ${patches}.` : `Labelled ${patches} “${change.label}”.`;
}

function undoneWords({ act, patches }: { act: Act; patches: number }): string {
  const count = formatCount(patches, 'patch', 'patches');
  return act.change.kind === 'deleted' ? `Brought back ${count}.` : `Restored the label of ${count}.`;
}

function hiddenWords(hidden: number): string {
  return ` ${formatCount(hidden, 'no longer matches', 'no longer match')} the filters.`;
}

function countHidden({ patchIds }: Act, matching: Arranged | undefined): number {
  return matching ? patchIds.filter((id) => matching.positionOf(id) < 0).length : 0;
}

/** Ctrl+Z, or Command+Z on a Mac, wherever nothing is being written. */
function useUndoKey(undo: () => void, isActive: boolean): void {
  const latest = useRef(undo);
  latest.current = undo;
  useEffect(() => {
    if (!isActive) return;
    const press = (event: KeyboardEvent) => {
      const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key === 'z';
      const isWriting = event.target instanceof Element && event.target.closest('input, textarea, [role="dialog"]');
      if (!isUndo || isWriting || event.defaultPrevented) return;
      event.preventDefault();
      latest.current();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [isActive]);
}
