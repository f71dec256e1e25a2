import { classes } from './classes.ts';
import styles from './LabelMark.module.css';
import { labelColour } from './label-colour.ts';

const COLOURS = 10;
const TEXTURES = [styles.solid, styles.dashed, styles.dotted];

export interface LabelMarkProps {
  /** The label's place in labelOrder. */
  index: number;
  className?: string | undefined;
}

/** A label's colour as a swatch, or as a bar where `className` stretches it. Colours that come round again are dashed, then dotted. */
export function LabelMark({ index, className }: LabelMarkProps) {
  const texture = TEXTURES[Math.floor(index / COLOURS) % TEXTURES.length];
  return (
    <span aria-hidden className={classes(styles.mark, texture, className)} style={{ color: labelColour(index) }} />
  );
}
