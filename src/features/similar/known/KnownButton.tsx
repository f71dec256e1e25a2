import FileText from 'lucide-react/icons/file-text';
import { lazy, Suspense, useState } from 'react';
import type { Patch } from '../../../columns/patch-chunk.ts';
import { useTableColumns } from '../../../engine/tables/use-known.ts';
import { IconButton } from '../../../ui/IconButton.tsx';

const KnownDialog = lazy(async () => {
  const { KnownDialog } = await import('./KnownDialog.tsx');
  return { default: KnownDialog };
});

/** Opens all that attached tables say of a patch, its report among it; nothing where there is no table. */
export function KnownButton({ patch, label }: { patch: Patch; label: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const columns = useTableColumns(patch.collectionId);
  if (columns.length === 0) return null;
  return (
    <>
      <IconButton size="small" label={label} icon={<FileText />} onClick={() => setIsOpen(true)} />
      {isOpen ? (
        <Suspense>
          <KnownDialog patch={patch} columns={columns} onClose={() => setIsOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
