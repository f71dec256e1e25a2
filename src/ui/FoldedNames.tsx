import type { ReactNode } from 'react';
import styles from './FoldedNames.module.css';
import { formatNumber } from './format.ts';

export interface FoldedNamesProps {
  /** What is said of them. */
  summary: ReactNode;
  /** A list item each. */
  children: ReactNode;
  /** How many there are beside those listed. */
  more: number;
}

/** Names of files, patches or rows, folded away under what is said of them. */
export function FoldedNames({ summary, children, more }: FoldedNamesProps) {
  return (
    <details className={styles.folded}>
      <summary>{summary}</summary>
      <ul className={styles.names}>
        {children}
        {more > 0 ? <li>and {formatNumber(more)} more</li> : null}
      </ul>
    </details>
  );
}
