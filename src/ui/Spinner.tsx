import LoaderCircle from 'lucide-react/icons/loader-circle';
import styles from './Spinner.module.css';

export interface SpinnerProps {
  /** What is awaited: "Loading patches". */
  label: string;
  /** Shows the label beside the wheel. */
  showLabel?: boolean;
  size?: number;
}

export function Spinner({ label, showLabel = false, size = 18 }: SpinnerProps) {
  return (
    <span className={styles.spinner}>
      <LoaderCircle size={size} className={styles.wheel} aria-hidden />
      <span className={showLabel ? undefined : 'visually-hidden'}>{label}</span>
    </span>
  );
}
