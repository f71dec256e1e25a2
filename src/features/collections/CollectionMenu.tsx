import Ellipsis from 'lucide-react/icons/ellipsis';
import FileOutput from 'lucide-react/icons/file-output';
import Info from 'lucide-react/icons/info';
import Layers from 'lucide-react/icons/layers-plus';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import { lazy, Suspense, useState } from 'react';
import type { ReadCollection } from '../../library/read-records.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { DeleteDialog } from './DeleteDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { ReindexDialog } from './ReindexDialog.tsx';
import { RenameDialog } from './RenameDialog.tsx';

// Loaded when it is first opened.
const DetailsDialog = lazy(async () => {
  const { DetailsDialog } = await import('./DetailsDialog.tsx');
  return { default: DetailsDialog };
});

interface Props {
  collection: ReadCollection;
  isActive: boolean;
}

export function CollectionMenu({ collection, isActive }: Props) {
  const [open, setOpen] = useState<'rename' | 'details' | 'reindex' | 'export' | 'delete'>();
  const close = () => setOpen(undefined);
  return (
    <>
      <Menu trigger={<IconButton size="small" label={`Options for ${collection.name}`} icon={<Ellipsis />} />}>
        <MenuItem icon={<Pencil />} onSelect={() => setOpen('rename')}>
          Rename
        </MenuItem>
        <MenuItem icon={<Info />} onSelect={() => setOpen('details')}>
          Details
        </MenuItem>
        <MenuItem icon={<Layers />} onSelect={() => setOpen('reindex')}>
          Index again with another profile
        </MenuItem>
        <MenuItem icon={<FileOutput />} onSelect={() => setOpen('export')}>
          Export to a file
        </MenuItem>
        <MenuItem icon={<Trash />} dangerous onSelect={() => setOpen('delete')}>
          Delete
        </MenuItem>
      </Menu>
      {open === 'rename' ? <RenameDialog collection={collection} onClose={close} /> : null}
      {open === 'details' ? (
        <Suspense>
          <DetailsDialog collection={collection} onClose={close} />
        </Suspense>
      ) : null}
      {open === 'reindex' ? <ReindexDialog collection={collection} onClose={close} /> : null}
      {open === 'export' ? <ExportDialog collection={collection} onClose={close} /> : null}
      {open === 'delete' ? <DeleteDialog collection={collection} isActive={isActive} onClose={close} /> : null}
    </>
  );
}
