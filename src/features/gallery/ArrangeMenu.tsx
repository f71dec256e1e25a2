import Palette from 'lucide-react/icons/palette';
import { Popover } from 'radix-ui';
import { CASE_COLUMN } from '../../columns/case-column.ts';
import type { Patches } from '../../columns/patches.ts';
import { setColumn } from '../../columns/set-column.ts';
import { isCategory, type JoinedColumn } from '../../columns/table-columns.ts';
import { useNamedSets } from '../../engine/collection/named-sets.ts';
import { setColourBy } from '../../ui/colour-by.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import styles from './ArrangeMenu.module.css';
import { type GalleryView, setGroupBy } from './gallery-view.ts';

interface Props extends Pick<GalleryView, 'groupBy' | 'colourBy'> {
  patches: Patches;
  columns: readonly JoinedColumn[];
}

/** Not the name of a column: those that a collection makes begin with a colon, and headers are kept from it. */
const NONE = ':none';

/** What puts patches together, and what colours them; nothing where nothing tells them apart. */
export function ArrangeMenu({ patches, columns, groupBy, colourBy }: Props) {
  const sets = useNamedSets(patches.table.collectionId);
  const { table, labelOrder } = patches;
  const told = [
    ...(labelOrder.size > 0 ? [{ value: 'label', label: 'Label' }] : []),
    ...(table.slide.words.length > 1 ? [{ value: 'slide', label: 'Slide' }] : []),
    ...(table.column(CASE_COLUMN) ? [{ value: CASE_COLUMN, label: 'Case' }] : []),
    ...columns.filter(isCategory).map(({ name }) => ({ value: name, label: name })),
    ...sets.map(({ name }) => ({ value: setColumn(name), label: `Set: ${name}` })),
  ];
  if (told.length === 0) return null;
  const isThere = (name: string | undefined) => told.some(({ value }) => value === name);
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <IconButton label="Group and colour" icon={<Palette />} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content className={styles.menu} align="end" sideOffset={4} collisionPadding={8}>
          <Select
            label="Group by"
            value={groupBy !== undefined && isThere(groupBy) ? groupBy : NONE}
            onValueChange={(value) => setGroupBy(value === NONE ? undefined : value)}
            options={[{ value: NONE, label: 'Nothing' }, ...told]}
          />
          <Select
            label="Colour by"
            value={colourBy !== undefined && isThere(colourBy) ? colourBy : 'label'}
            onValueChange={(value) => setColourBy(value === 'label' ? undefined : value)}
            options={labelOrder.size > 0 ? told : [{ value: 'label', label: 'Nothing' }, ...told]}
            help="On slides too, where it tints the patches."
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
