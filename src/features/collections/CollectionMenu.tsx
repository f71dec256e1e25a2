import Ellipsis from 'lucide-react/icons/ellipsis';
import FileOutput from 'lucide-react/icons/file-output';
import Info from 'lucide-react/icons/info';
import Layers from 'lucide-react/icons/layers-plus';
import Pencil from 'lucide-react/icons/pencil';
import Trash from 'lucide-react/icons/trash-2';
import type { ReadCollection } from '../../library/read-records.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Menu, MenuItem } from '../../ui/Menu.tsx';
import { openCollectionDialog } from './collection-dialog-store.ts';

export function CollectionMenu({ collection: { id, name } }: { collection: ReadCollection }) {
  return (
    <Menu trigger={<IconButton size="small" label={`Options for ${name}`} icon={<Ellipsis />} />}>
      <MenuItem icon={<Pencil />} onSelect={() => openCollectionDialog(id, 'rename')}>
        Rename
      </MenuItem>
      <MenuItem icon={<Info />} onSelect={() => openCollectionDialog(id, 'details')}>
        Details
      </MenuItem>
      <MenuItem icon={<Layers />} onSelect={() => openCollectionDialog(id, 'reindex')}>
        Index again with another profile
      </MenuItem>
      <MenuItem icon={<FileOutput />} onSelect={() => openCollectionDialog(id, 'export')}>
        Export to a file
      </MenuItem>
      <MenuItem icon={<Trash />} dangerous onSelect={() => openCollectionDialog(id, 'delete')}>
        Delete
      </MenuItem>
    </Menu>
  );
}
