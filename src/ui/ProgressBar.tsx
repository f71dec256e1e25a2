import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  label: string;
  /** From 0 to `max`. */
  value: number;
  max: number;
  /** The state in words, for screen readers: "412 of 800 images". */
  valueText?: string;
}

export function ProgressBar({ label, value, max, valueText }: ProgressBarProps) {
  const percent = max > 0 ? (value / max) * 100 : 0;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuenow={value}
      aria-valuemax={max}
      aria-valuetext={valueText}
      className={styles.track}
    >
      <div className={styles.done} style={{ width: `${percent}%` }} />
    </div>
  );
}
