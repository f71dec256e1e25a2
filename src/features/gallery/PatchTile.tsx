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
  isActive: boolean;
}

/** One option of the gallery. The grid listens for it: a tile has no handlers of its own. */
export const PatchTile = memo(function PatchTile(props: PatchTileProps) {
  const { id, path, url, labelIndex, position, count, side, isQuery, isActive } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: focus stays on the listbox, whose aria-activedescendant points here.
    <div
      id={id}
      role="option"
      aria-label={path}
      aria-selected={isQuery}
      aria-setsize={count}
      aria-posinset={position + 1}
      data-position={position}
      className={classes(styles.tile, isQuery && styles.query, isActive && styles.active)}
      style={{ width: side, height: side }}
    >
      <PatchImage url={url} labelIndex={labelIndex} />
    </div>
  );
});
