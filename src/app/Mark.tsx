import styles from './Mark.module.css';

/** The lower triangle of a Gram matrix, which every barcode is read from, with one cell picked out. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className={styles.mark}>
      <rect x="2" y="2" width="6" height="6" rx="1" />
      <rect x="2" y="9" width="6" height="6" rx="1" className={styles.faint} />
      <rect x="9" y="9" width="6" height="6" rx="1" />
      <rect x="2" y="16" width="6" height="6" rx="1" className={styles.query} />
      <rect x="9" y="16" width="6" height="6" rx="1" className={styles.faint} />
      <rect x="16" y="16" width="6" height="6" rx="1" />
    </svg>
  );
}
