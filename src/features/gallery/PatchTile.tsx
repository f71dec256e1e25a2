import Check from 'lucide-react/icons/check';
import { memo } from 'react';
import { classes } from '../../ui/classes.ts';
import { PatchImage } from '../../ui/PatchImage.tsx';
import styles from './PatchTile.module.css';

export interface PatchTileProps {
  id: string;
  path: string;
  url: string | undefined;
  labelIndex: number | undefined;
  /** Among `count` patches that pass the filter, from 0. */
  position: number;
  count: number;
  /** Pixels. */
  side: number;
  isQuery: boolean;
  isSelected: boolean;
  isActive: boolean;
  /** A click would select it. */
  isSelectable: boolean;
}

/** One option of the gallery. The grid listens for it: a tile has no handlers of its own. */
export const PatchTile = memo(function PatchTile(props: PatchTileProps) {
  const { id, path, url, labelIndex, position, count, side, isQuery, isSelected, isActive, isSelectable } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox, whose aria-activedescendant points here.
    <div
      id={id}
      role="option"
      aria-label={path}
      aria-selected={isSelected}
      aria-current={isQuery || undefined}
      aria-setsize={count}
      aria-posinset={position + 1}
      data-position={position}
      className={classes(
        styles.tile,
        isQuery && styles.query,
        isSelected && styles.selected,
        isActive && styles.active,
      )}
      style={{ width: side, height: side }}
    >
      <PatchImage url={url} labelIndex={labelIndex} />
      {isSelected || isSelectable ? (
        <span className={styles.mark} aria-hidden>
          {isSelected ? <Check /> : null}
        </span>
      ) : null}
    </div>
  );
});
