import { classes } from './classes.ts';
import { LabelMark } from './LabelMark.tsx';
import styles from './PatchImage.module.css';

export interface PatchImageProps {
  /** Undefined while it is being read: its place is kept. */
  url: string | undefined;
  /** The label's place in labelOrder; undefined draws no bar. */
  labelIndex: number | undefined;
  className?: string | undefined;
}

/** A patch, whole and uncut, in a square as wide as its parent lets it be, its label a bar on the lower edge. Names stand beside it, never in it. */
export function PatchImage({ url, labelIndex, className }: PatchImageProps) {
  return (
    <span className={classes(styles.frame, className)}>
      {url ? <img src={url} alt="" decoding="async" draggable={false} className={styles.image} /> : null}
      {labelIndex === undefined ? null : <LabelMark index={labelIndex} className={styles.bar} />}
    </span>
  );
}
