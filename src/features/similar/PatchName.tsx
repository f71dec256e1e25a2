import { classes } from '../../ui/classes.ts';
import styles from './PatchName.module.css';
import { splitPath } from './split-path.ts';

export interface PatchNameProps {
  path: string;
  /** Characters that two lines hold where it stands. */
  room: number;
}

/** A path in at most two lines. Leading folders that have no room are not seen, but read and copied all the same. */
export function PatchName({ path, room }: PatchNameProps) {
  const { hidden, shown } = splitPath(path, room);
  return (
    <span className={styles.path} title={path}>
      <span className={styles.hidden}>{hidden}</span>
      <span className={classes(hidden !== '' && styles.shortened)}>{shown}</span>
    </span>
  );
}
