import Search from 'lucide-react/icons/search';
import Tag from 'lucide-react/icons/tag';
import Trash from 'lucide-react/icons/trash-2';
import { useId, useState } from 'react';
import { useLocation } from 'wouter';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import type { Patches } from '../../columns/patches.ts';
import { searchWithSelection } from '../../engine/question/selected-query.ts';
import { Button } from '../../ui/Button.tsx';
import { formatNumber } from '../../ui/format.ts';
import { setPath } from '../../ui/routes.ts';
import { DeletePatchesDialog } from './DeletePatchesDialog.tsx';
import { RelabelDialog } from './RelabelDialog.tsx';
import styles from './SelectionBar.module.css';
import { useMayEdit } from './use-may-edit.ts';

export interface SelectionBarProps {
  collectionId: string;
  patches: Patches;
  /** At least one. */
  ids: ReadonlySet<number>;
  onClear: () => void;
  /** Patches were deleted, all of `ids`. */
  onDeleted: () => void;
}

/** What can be done with the patches that are selected. */
export function SelectionBar({ collectionId, patches, ids, onClear, onDeleted }: SelectionBarProps) {
  // As they are when a dialog opens: while it works, patches leave the filter and the selection.
  const [open, setOpen] = useState<{ readonly kind: 'relabel' | 'delete'; readonly ids: readonly number[] }>();
  const mayEdit = useMayEdit();
  const reasonId = useId();
  const close = () => setOpen(undefined);
  const [, navigate] = useLocation();
  const search = () => {
    searchWithSelection(collectionId, ids);
    navigate(setPath(collectionId, { kind: 'set', of: 'selection' }));
  };
  const shared = { collectionId, onClose: close };
  const disabled = { disabled: !mayEdit, 'aria-describedby': mayEdit ? undefined : reasonId };
  return (
    <section className={styles.bar} aria-label="Selected patches">
      <p className={styles.count}>{formatNumber(ids.size)} selected</p>
      {mayEdit ? null : (
        <p id={reasonId} className={styles.reason}>
          Another tab is writing into the library. Labels can be changed and patches deleted when it has finished.
        </p>
      )}
      <div className={styles.actions}>
        <Button size="small" icon={<Tag />} onClick={() => setOpen({ kind: 'relabel', ids: [...ids] })} {...disabled}>
          Change label…
        </Button>
        <Button size="small" icon={<Trash />} onClick={() => setOpen({ kind: 'delete', ids: [...ids] })} {...disabled}>
          Delete…
        </Button>
        {patches.table.column(CASE_COLUMN) ? (
          <Button size="small" icon={<Search />} onClick={search}>
            Search with these
          </Button>
        ) : null}
        <Button size="small" variant="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
      {open?.kind === 'relabel' ? (
        <RelabelDialog
          {...shared}
          ids={open.ids}
          labels={patches.facets.labels}
          labelIndices={patches.labelOrder}
          onDone={onClear}
        />
      ) : null}
      {open?.kind === 'delete' ? <DeletePatchesDialog {...shared} ids={open.ids} onDone={onDeleted} /> : null}
    </section>
  );
}
