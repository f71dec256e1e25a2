import { LabelMark } from '../../../ui/LabelMark.tsx';
import styles from './LabelName.module.css';

export interface LabelNameProps {
  label: string;
  /** The label's place in labelOrder. */
  index: number | undefined;
}

/** A label with its colour; nothing where there is none. */
export function LabelName({ label, index }: LabelNameProps) {
  if (index === undefined) return null;
  return (
    <span className={styles.label}>
      <LabelMark index={index} />
      <span className={styles.text}>{label}</span>
    </span>
  );
}
