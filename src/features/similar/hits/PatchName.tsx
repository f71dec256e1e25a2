import type { Patch } from '../../../columns/patch-chunk.ts';
import { slidePathOf } from '../../../library/patch-path.ts';
import { classes } from '../../../ui/classes.ts';
import { formatPlace } from '../../../ui/format.ts';
import styles from './PatchName.module.css';

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

export interface PatchWhereaboutsProps {
  patch: Patch;
  room: number;
  /** Of the slides, by path; undefined for those that do not know theirs. */
  micronsOf: (slidePath: string) => number | undefined;
}

/** Where a patch comes from: its file, or its slide and its place there. */
export function PatchWhereabouts({ patch, room, micronsOf }: PatchWhereaboutsProps) {
  const slide = slidePathOf(patch);
  if (slide === undefined || !patch.area) return <PatchName path={patch.path} room={room} />;
  return (
    <>
      <span className={styles.slide} title={slide}>
        {slide.slice(slide.lastIndexOf('/') + 1)}
      </span>{' '}
      <span className={styles.place}>at {formatPlace(patch.area, micronsOf(slide))}</span>
    </>
  );
}

/**
 * Parts a path into the leading folders that have no room and the rest, which begins with a folder or the file's name.
 * @param room Characters that can be shown.
 */
export function splitPath(path: string, room: number): { hidden: string; shown: string } {
  let cut = 0;
  for (let slash = path.indexOf('/'); slash >= 0 && path.length - cut > room; slash = path.indexOf('/', cut)) {
    cut = slash + 1;
  }
  return { hidden: path.slice(0, cut), shown: path.slice(cut) };
}
