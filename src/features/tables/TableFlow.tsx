import { lazy, Suspense } from 'react';
import { useStore } from 'zustand';
import { attachingStore } from '../../engine/tables/attaching.ts';

const TableDialog = lazy(async () => {
  const { TableDialog } = await import('./TableDialog.tsx');
  return { default: TableDialog };
});

/** Everything between a table that is given to a collection and its being attached. Mounted once, beside every screen. */
export function TableFlow() {
  const { current: attaching, serial } = useStore(attachingStore);
  return attaching ? (
    <Suspense>
      <TableDialog key={serial} attaching={attaching} />
    </Suspense>
  ) : null;
}
