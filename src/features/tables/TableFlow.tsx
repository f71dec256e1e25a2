import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { attachingStore } from '../../engine/tables/attaching.ts';

const TableDialog = lazy(async () => {
  const { TableDialog } = await import('./TableDialog.tsx');
  return { default: TableDialog };
});

/** Everything between a table that is given to a collection and its being attached. Mounted once, beside every screen. */
export function TableFlow() {
  const attaching = useStore(attachingStore, ({ current }) => current);
  return attaching ? (
    <Suspense>
      <TableDialog attaching={attaching} />
    </Suspense>
  ) : null;
}
