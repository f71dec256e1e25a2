import BookmarkPlus from 'lucide-react/icons/bookmark-plus';
import Search from 'lucide-react/icons/search';
import Tag from 'lucide-react/icons/tag';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useId, useState } from 'react';
import { useLocation } from 'wouter';
import type { ColumnFilter } from '../../columns/filter.ts';
import type { Patches } from '../../columns/patches.ts';
import { setOfColumn } from '../../columns/set-column.ts';
import { removeFromSet } from '../../engine/collection/named-sets.ts';
import { searchWithSelection } from '../../engine/question/selected-query.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { formatNumber } from '../../ui/format.ts';
import { setPath } from '../../ui/routes.ts';
import { useAction } from '../../ui/use-action.ts';
import { DeletePatchesDialog } from './DeletePatchesDialog.tsx';
import { RelabelDialog } from './RelabelDialog.tsx';
import styles from './SelectionBar.module.css';
import { useMayEdit } from './use-may-edit.ts';

// Loaded when the first set is made.
const SetDialog = lazy(async () => {
  const { SetDialog } = await import('./SetDialog.tsx');
  return { default: SetDialog };
});

export interface SelectionBarProps {
  collectionId: string;
  patches: Patches;
  /** At least one. */
  ids: ReadonlySet<number>;
  /** How many of them the gallery does not show: hits that were selected. */
  outside: number;
  /** What the gallery is narrowed down to. */
  filters: readonly ColumnFilter[];
  onClear: () => void;
  /** Patches were deleted, all of `ids`. */
  onDeleted: () => void;
}

/** What can be done with the patches that are selected. */
export function SelectionBar(props: SelectionBarProps) {
  const { collectionId, patches, ids, outside, filters, onClear, onDeleted } = props;
  // As they are when a dialog opens: while it works, patches leave the filter and the selection.
  const [open, setOpen] = useState<{ readonly kind: 'relabel' | 'delete' | 'set'; readonly ids: readonly number[] }>();
  const mayEdit = useMayEdit();
  const reasonId = useId();
  const { isBusy, error, run } = useAction();
  const shownSet = filters.map(({ column }) => setOfColumn(column)).find((name) => name !== undefined);
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
      <p className={styles.count}>
        {formatNumber(ids.size)} selected
        {outside > 0 ? <span className={styles.outside}>, {formatNumber(outside)} not shown by the filter</span> : null}
      </p>
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
        <Button size="small" icon={<BookmarkPlus />} onClick={() => setOpen({ kind: 'set', ids: [...ids] })}>
          Add to set…
        </Button>
        {shownSet === undefined ? null : (
          <Button size="small" disabled={isBusy} onClick={() => run(() => removeFromSet(collectionId, shownSet, ids))}>
            Take out of “{shownSet}”
          </Button>
        )}
        <Button size="small" icon={<Search />} onClick={search}>
          Search with these
        </Button>
        <Button size="small" variant="quiet" onClick={onClear}>
          Clear
        </Button>
      </div>
      {error ? <ErrorNotice error={error} /> : null}
      {open?.kind === 'set' ? (
        <Suspense>
          <SetDialog {...shared} ids={open.ids} onDone={onClear} />
        </Suspense>
      ) : null}
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
