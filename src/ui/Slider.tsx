import { Slider as Primitive } from 'radix-ui';
import { classes } from './classes.ts';
import styles from './Slider.module.css';

export interface SliderProps {
  label: string;
  /** The value as a person reads it, with its unit. */
  formatValue?: (value: number) => string;
  value: number;
  onValueChange: (value: number) => void;
  min: number;
  max: number;
  step?: number;
  className?: string | undefined;
}

/** A slider without a visible label: put it beside an icon or a word. */
export function Slider({
  label,
  formatValue = String,
  value,
  onValueChange,
  min,
  max,
  step = 1,
  className,
}: SliderProps) {
  return (
    <Primitive.Root
      className={classes(styles.slider, className)}
      value={[value]}
      onValueChange={([chosen = value]) => onValueChange(chosen)}
      min={min}
      max={max}
      step={step}
    >
      <Primitive.Track className={styles.track}>
        <Primitive.Range className={styles.range} />
      </Primitive.Track>
      <Primitive.Thumb className={styles.thumb} aria-label={label} aria-valuetext={formatValue(value)} />
    </Primitive.Root>
  );
}
